// Router: every request looks up the backend's name at a slow name server before it asks the backend. -cache: once.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type Router struct {
	resolver *net.Resolver
	client   *http.Client
	cache    bool
	known    sync.Map

	lookup, backend, request debug.Timer
	requests, goroutines     atomic.Int64
}

func (r *Router) resolveBackend(ctx context.Context, tenant string) (string, error) {
	if addr, ok := r.known.Load(tenant); ok && r.cache {
		return addr.(string), nil
	}
	defer r.lookup.Since(time.Now())
	addrs, err := r.resolver.LookupHost(ctx, tenant+".backend.example.")
	if err != nil {
		return "", err
	}
	r.known.Store(tenant, addrs[0])
	return addrs[0], nil
}

func (r *Router) askBackend(ctx context.Context, addr string) error {
	defer r.backend.Since(time.Now())
	request, _ := http.NewRequestWithContext(ctx, "GET", "http://"+addr+":7001/?ms=3", nil)
	answer, err := r.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

func (r *Router) route(w http.ResponseWriter, q *http.Request) {
	defer r.request.Since(time.Now())
	r.goroutines.Add(int64(runtime.NumGoroutine()))
	addr, err := r.resolveBackend(q.Context(), fmt.Sprint("tenant", r.requests.Add(1)%100))
	if err == nil {
		err = r.askBackend(q.Context(), addr)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	cache := flag.Bool("cache", false, "")
	flag.Parse()
	r := &Router{
		cache:  *cache,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}},
		resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "udp", "127.0.0.1:7053")
		}},
	}
	http.HandleFunc("/", r.route)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{
			"lookup_s": r.lookup.Seconds(), "backend_s": r.backend.Seconds(), "request_s": r.request.Seconds(),
			"requests": r.requests.Load(), "goroutines_seen": r.goroutines.Load(),
		}
	}))
}
