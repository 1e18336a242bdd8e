// Inventory service: every reservation holds the one lock while the warehouse confirms. -outside: it confirms after the
// lock was given back, over a connection each.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type wire struct {
	net.Conn
	in *bufio.Reader
}

type Inventory struct {
	mu        sync.Mutex
	stock     map[string]int
	warehouse chan *wire
	outside   bool

	lockWait, confirming, request debug.Timer
	requests                      atomic.Int64
}

func (i *Inventory) confirm(sku string) error {
	defer i.confirming.Since(time.Now())
	w := <-i.warehouse
	defer func() { i.warehouse <- w }()
	fmt.Fprintln(w, "reserve", sku)
	_, err := w.in.ReadString('\n')
	return err
}

func (i *Inventory) take(sku string) error {
	start := time.Now()
	i.mu.Lock()
	i.lockWait.Since(start)
	defer i.mu.Unlock()
	i.stock[sku]--
	if i.outside {
		return nil
	}
	return i.confirm(sku)
}

func (i *Inventory) Reserve(sku string) error {
	if err := i.take(sku); err != nil || !i.outside {
		return err
	}
	return i.confirm(sku)
}

func (i *Inventory) handleReserve(w http.ResponseWriter, r *http.Request) {
	defer i.request.Since(time.Now())
	if err := i.Reserve(r.FormValue("sku")); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	i.requests.Add(1)
	fmt.Fprintln(w, "reserved")
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	outside := flag.Bool("outside", false, "")
	flag.Parse()
	i := &Inventory{stock: map[string]int{}, warehouse: make(chan *wire, 16), outside: *outside}
	for range cap(i.warehouse) {
		c, err := net.Dial("tcp", "127.0.0.1:7002")
		if err != nil {
			panic(err)
		}
		i.warehouse <- &wire{c, bufio.NewReader(c)}
	}
	http.HandleFunc("/", i.handleReserve)
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{
			"lock_wait_s": i.lockWait.Seconds(), "confirm_s": i.confirming.Seconds(), "request_s": i.request.Seconds(),
			"requests": i.requests.Load(),
		}
	}))
}
