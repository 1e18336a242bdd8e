// Publisher: 8 senders push to a broker that is busy most of the time, and sleep between tries. -busy 0: it has room.
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

type Publisher struct {
	client *http.Client
	url    string

	backoff, pushing debug.Timer
	sent             atomic.Int64
}

func (p *Publisher) push() bool {
	defer p.pushing.Since(time.Now())
	r, err := p.client.Get(p.url)
	if err != nil {
		return false
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	return r.StatusCode == http.StatusOK
}

func (p *Publisher) pause(try int) {
	defer p.backoff.Since(time.Now())
	time.Sleep(20 * time.Millisecond << try)
}

func (p *Publisher) PublishWithRetry() {
	for try := 0; !p.push(); try++ {
		p.pause(min(try, 3))
	}
	p.sent.Add(1)
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	busy := flag.Float64("busy", 0.85, "")
	flag.Parse()
	p := &Publisher{
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}},
		url:    fmt.Sprintf("http://127.0.0.1:7001/?ms=3&busy=%f", *busy),
	}
	for range 8 {
		go func() {
			for {
				p.PublishWithRetry()
			}
		}()
	}
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{"backoff_s": p.backoff.Seconds(), "push_s": p.pushing.Seconds(), "requests": p.sent.Load()}
	}))
}
