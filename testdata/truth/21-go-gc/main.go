// Statement service: a cache of many small objects on the heap, and garbage for every request. -gogc 5: the collector
// runs all the time and makes the requests help.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"

	serve "dualflame.test/truth/debug"
)

type Booking struct {
	Account, Text string
	Cents         int
	Next          *Booking
}

type Archive struct {
	last     *Booking
	requests atomic.Int64
}

func (a *Archive) fill(n int) {
	for i := range n {
		a.last = &Booking{Account: fmt.Sprint("acc", i), Text: fmt.Sprint("booking ", i), Cents: i, Next: a.last}
	}
}

func (a *Archive) renderStatement() string {
	lines := make([]string, 0, 8)
	b := a.last
	for range 400 {
		lines = append(lines, fmt.Sprintf("%s %-20s %8.2f", b.Account, b.Text, float64(b.Cents)/100))
		b = b.Next
	}
	return strings.Join(lines, "\n")
}

func (a *Archive) handleStatement(w http.ResponseWriter, _ *http.Request) {
	a.requests.Add(1)
	fmt.Fprintln(w, a.renderStatement())
}

// collectionCPU is the CPU time in seconds that one collection of this heap takes, without load.
func collectionCPU() float64 {
	start := serve.CPU(syscall.RUSAGE_SELF)
	for range 20 {
		runtime.GC()
	}
	return (serve.CPU(syscall.RUSAGE_SELF) - start) / 20
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	gogc := flag.Int("gogc", 5, "")
	flag.Parse()
	debug.SetGCPercent(*gogc)
	a := &Archive{}
	a.fill(400_000)
	each := collectionCPU()
	http.HandleFunc("/", a.handleStatement)
	panic(serve.Serve(*addr, func() map[string]any {
		stats := debug.GCStats{}
		debug.ReadGCStats(&stats)
		return map[string]any{
			"collections": stats.NumGC, "collection_cpu_s": each, "pause_s": stats.PauseTotal.Seconds(), "requests": a.requests.Load(),
		}
	}))
}
