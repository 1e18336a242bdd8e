// Goroutines that wait for ever, with pprof labels, for dumps: `go run . DIR`.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

type box[T any] struct{ c chan T }

func (b *box[T]) take() { <-b.c }

func labelled(route string, body func()) {
	go pprof.Do(context.Background(), pprof.Labels("route", route), func(context.Context) { body() })
}

func main() {
	empty := &box[int]{make(chan int)}
	for i := 0; i < 3; i++ {
		labelled(fmt.Sprintf("/items[%d]", i), empty.take)
	}
	labelled("a \"quoted\" ]: name", func() { time.Sleep(time.Hour) })
	var mutex sync.Mutex
	mutex.Lock()
	for i := 0; i < 2; i++ {
		go func() { mutex.Lock() }()
	}
	go func() { select {} }()
	go func() {
		runtime.LockOSThread()
		select {
		case <-empty.c:
		case <-time.After(time.Hour):
		}
	}()
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	go listener.Accept()
	var group sync.WaitGroup
	group.Add(1)
	go group.Wait()
	go func() {
		for x := 0; ; x++ {
			runtime.KeepAlive(x)
		}
	}()
	func() { // nobody can send: Go 1.26's leak profile finds it
		leaked := make(chan int)
		go func() { leaked <- 1 }()
	}()
	time.Sleep(200 * time.Millisecond)
	for debug := 1; debug <= 3; debug++ {
		file, _ := os.Create(fmt.Sprintf("%s/debug%d.txt", os.Args[1], debug))
		pprof.Lookup("goroutine").WriteTo(file, debug)
		file.Close()
	}
	if leak := pprof.Lookup("goroutineleak"); leak != nil {
		for debug := 1; debug <= 3; debug++ {
			file, _ := os.Create(fmt.Sprintf("%s/leak%d.txt", os.Args[1], debug))
			leak.WriteTo(file, debug)
			file.Close()
		}
	}
}
