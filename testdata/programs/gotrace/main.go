// Every kind of wait that go tool trace -pprof tells apart: network, lock and channel, system call, waiting for a CPU.
package main

import (
	"io"
	"net"
	"os"
	"runtime/trace"
	"sync"
	"time"
)

func serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			b := make([]byte, 16)
			for {
				if _, err := io.ReadFull(c, b); err != nil {
					return
				}
				time.Sleep(5 * time.Millisecond)
				c.Write(b)
			}
		}()
	}
}

func askServer(addr string, n int) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		panic(err)
	}
	b := make([]byte, 16)
	for range n {
		c.Write(b)
		io.ReadFull(c, b)
	}
	c.Close()
}

var mu sync.Mutex

func holdLock(n int) {
	for range n {
		mu.Lock()
		time.Sleep(3 * time.Millisecond)
		mu.Unlock()
	}
}

func readPipe(r *os.File) { // a blocking descriptor: the read is a system call
	b := make([]byte, 1)
	for {
		if _, err := r.Read(b); err != nil {
			return
		}
	}
}

func spin(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
	}
}

func main() {
	f, _ := os.Create(os.Args[1])
	trace.Start(f)
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	go serve(l)
	var wg sync.WaitGroup
	run := func(f func()) { wg.Add(1); go func() { defer wg.Done(); f() }() }
	run(func() { askServer(l.Addr().String(), 60) })
	for range 3 {
		run(func() { holdLock(30) })
	}
	for range 6 {
		run(func() { spin(100 * time.Millisecond) })
	}
	ch := make(chan int)
	run(func() {
		for range ch {
		}
	})
	for i := range 40 {
		ch <- i
		time.Sleep(4 * time.Millisecond)
	}
	close(ch)
	wg.Wait()
	trace.Stop()
	f.Close()
}
