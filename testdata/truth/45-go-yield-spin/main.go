// Ticket gate: requests spin with Gosched until the gate's number is theirs; the gate opens every 3 ms. -wait: by a condition.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type Gate struct {
	open     atomic.Int64
	next     atomic.Int64
	mu       sync.Mutex
	cond     *sync.Cond
	blocking bool
	spin     debug.Timer
	requests atomic.Int64
}

func (g *Gate) awaitTurn(ticket int64) {
	defer g.spin.Since(time.Now())
	if g.blocking {
		g.mu.Lock()
		for g.open.Load() < ticket {
			g.cond.Wait()
		}
		g.mu.Unlock()
		return
	}
	for g.open.Load() < ticket {
		runtime.Gosched()
	}
}

func (g *Gate) operate() {
	for {
		time.Sleep(3 * time.Millisecond)
		g.mu.Lock()
		g.open.Add(2)
		g.mu.Unlock()
		g.cond.Broadcast()
	}
}

func (g *Gate) handleAdmission(w http.ResponseWriter, _ *http.Request) {
	ticket := g.next.Add(1)
	g.awaitTurn(ticket)
	g.requests.Add(1)
	fmt.Fprintln(w, ticket)
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	blocking := flag.Bool("wait", false, "")
	flag.Parse()
	g := &Gate{blocking: *blocking}
	g.cond = sync.NewCond(&g.mu)
	go g.operate()
	http.HandleFunc("/", g.handleAdmission)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{"spin_s": g.spin.Seconds(), "requests": g.requests.Load()}
	}))
}
