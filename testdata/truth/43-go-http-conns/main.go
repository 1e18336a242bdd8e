// Price gateway: every request asks the catalogue once; the client allows one connection to it.
package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type Catalogue struct {
	client   *http.Client
	url      string
	queue    debug.Timer
	wire     debug.Timer
	requests atomic.Int64
}

func (c *Catalogue) fetchOffer(r *http.Request) (string, error) {
	start := time.Now()
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { c.queue.Since(start); start = time.Now() }}
	req, _ := http.NewRequestWithContext(httptrace.WithClientTrace(r.Context(), trace), "GET", c.url, nil)
	answer, err := c.client.Do(req)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	c.wire.Since(start)
	return string(body), err
}

func (c *Catalogue) handleOffer(w http.ResponseWriter, r *http.Request) {
	offer, err := c.fetchOffer(r)
	if err != nil {
		http.Error(w, err.Error(), 502)
		return
	}
	c.requests.Add(1)
	fmt.Fprintln(w, offer)
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	up := flag.String("up", "http://127.0.0.1:7001/?ms=4", "")
	conns := flag.Int("conns", 1, "")
	flag.Parse()
	c := &Catalogue{url: *up, client: &http.Client{Transport: &http.Transport{MaxConnsPerHost: *conns, MaxIdleConnsPerHost: *conns}}}
	http.HandleFunc("/", c.handleOffer)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{"queue_s": c.queue.Seconds(), "wire_s": c.wire.Seconds(), "requests": c.requests.Load()}
	}))
}
