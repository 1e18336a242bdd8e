// Goroutines that wait in different ways; prints fgprof's folded text to FILE.fgprof.folded and the goroutine dump
// (debug=2) to FILE.goroutines.txt.
package main

import (
	"net"
	"os"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/felixge/fgprof"
)

var (
	mu    sync.Mutex
	group sync.WaitGroup
)

func waitOnChannel(c chan int) { <-c }
func waitInSelect(a, b chan int) {
	select {
	case <-a:
	case <-b:
	}
}
func waitForLock()               { mu.Lock(); mu.Unlock() }
func waitForGroup()              { group.Wait() }
func waitForPeer(l net.Listener) { l.Accept() }
func sleepLong()                 { time.Sleep(time.Hour) }
func compute() {
	x := uint32(1)
	for {
		x = x*1664525 + 1013904223
	}
}

func main() {
	out := os.Args[1]
	c, d := make(chan int), make(chan int)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	mu.Lock()
	group.Add(1)
	go waitOnChannel(c)
	go waitInSelect(c, d)
	go waitForLock()
	go waitForGroup()
	go waitForPeer(listener)
	go sleepLong()
	go compute()
	folded, err := os.Create(out + ".fgprof.folded")
	check(err)
	stop := fgprof.Start(folded, fgprof.FormatFolded)
	time.Sleep(time.Second)
	check(stop())
	dump, err := os.Create(out + ".goroutines.txt")
	check(err)
	check(pprof.Lookup("goroutine").WriteTo(dump, 2))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
