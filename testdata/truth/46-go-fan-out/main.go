// Search page: asks four backends at once and waits for all of them; recommendations take ten times as long. -slow 4: they do not.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type Page struct {
	client   *http.Client
	slow     int
	join     debug.Timer
	reco     debug.Timer
	other    debug.Timer
	requests atomic.Int64
}

func (p *Page) get(ctx context.Context, ms int) error {
	req, _ := http.NewRequestWithContext(ctx, "GET", fmt.Sprintf("http://127.0.0.1:7001/?ms=%d", ms), nil)
	answer, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

func (p *Page) fetchResults(ctx context.Context) error { defer p.other.Since(time.Now()); return p.get(ctx, 4) }
func (p *Page) fetchFacets(ctx context.Context) error  { defer p.other.Since(time.Now()); return p.get(ctx, 4) }
func (p *Page) fetchAds(ctx context.Context) error     { defer p.other.Since(time.Now()); return p.get(ctx, 4) }
func (p *Page) fetchRecommendations(ctx context.Context) error {
	defer p.reco.Since(time.Now())
	return p.get(ctx, p.slow)
}

func (p *Page) collect(ctx context.Context) error {
	var all sync.WaitGroup
	var failed atomic.Value
	for _, fetch := range []func(context.Context) error{p.fetchResults, p.fetchFacets, p.fetchAds, p.fetchRecommendations} {
		all.Go(func() {
			if err := fetch(ctx); err != nil {
				failed.Store(err)
			}
		})
	}
	defer p.join.Since(time.Now())
	all.Wait()
	err, _ := failed.Load().(error)
	return err
}

func (p *Page) handleSearch(w http.ResponseWriter, r *http.Request) {
	if err := p.collect(r.Context()); err != nil {
		http.Error(w, err.Error(), 502)
		return
	}
	p.requests.Add(1)
	fmt.Fprintln(w, "ok")
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	slow := flag.Int("slow", 40, "")
	flag.Parse()
	p := &Page{slow: *slow, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 128}}}
	http.HandleFunc("/", p.handleSearch)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{"join_s": p.join.Seconds(), "reco_s": p.reco.Seconds(), "other_s": p.other.Seconds(), "requests": p.requests.Load()}
	}))
}
