// Thumbnailer: a channel as semaphore admits -slots renders at once; a render waits for the blob store.
package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type Gate chan struct{}

func (g Gate) enter() { g <- struct{}{} }
func (g Gate) leave() { <-g }

type Thumbs struct {
	gate     Gate
	client   *http.Client
	url      string
	queue    debug.Timer
	wire     debug.Timer
	requests atomic.Int64
}

func (t *Thumbs) loadBlob() []byte {
	defer t.wire.Since(time.Now())
	answer, err := t.client.Get(t.url)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	b, _ := io.ReadAll(answer.Body)
	return b
}

func (t *Thumbs) renderThumb() int {
	start := time.Now()
	t.gate.enter()
	t.queue.Since(start)
	defer t.gate.leave()
	return len(t.loadBlob())
}

func (t *Thumbs) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, t.renderThumb())
	t.requests.Add(1)
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	up := flag.String("up", "http://127.0.0.1:7001/?ms=4", "")
	slots := flag.Int("slots", 1, "")
	flag.Parse()
	t := &Thumbs{gate: make(Gate, *slots), url: *up, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	http.Handle("/", t)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{"queue_s": t.queue.Seconds(), "wire_s": t.wire.Seconds(), "requests": t.requests.Load()}
	}))
}
