// Basket service: the price of each of 8 articles is asked for on its own, one after the other. -batch: all in one question.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type price struct{ Price, Stock int }

type Basket struct {
	client *http.Client
	batch  bool

	upstream, request debug.Timer
	requests          atomic.Int64
}

func (b *Basket) fetchPrice(articles string) (p price, err error) {
	defer b.upstream.Since(time.Now())
	answer, err := b.client.Get("http://127.0.0.1:7001/?ms=8&article=" + articles)
	if err != nil {
		return p, err
	}
	defer answer.Body.Close()
	return p, json.NewDecoder(answer.Body).Decode(&p)
}

func (b *Basket) total() (sum int, err error) {
	if b.batch {
		p, err := b.fetchPrice("1,2,3,4,5,6,7,8")
		return 8 * p.Price, err
	}
	for article := range 8 {
		p, err := b.fetchPrice(fmt.Sprint(article))
		if err != nil {
			return 0, err
		}
		sum += p.Price
	}
	return sum, nil
}

func (b *Basket) handleBasket(w http.ResponseWriter, _ *http.Request) {
	defer b.request.Since(time.Now())
	sum, err := b.total()
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	b.requests.Add(1)
	json.NewEncoder(w).Encode(map[string]int{"total": sum})
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	batch := flag.Bool("batch", false, "")
	flag.Parse()
	b := &Basket{client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}, batch: *batch}
	http.HandleFunc("/", b.handleBasket)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{
			"upstream_s": b.upstream.Seconds(), "request_s": b.request.Seconds(), "requests": b.requests.Load(),
		}
	}))
}
