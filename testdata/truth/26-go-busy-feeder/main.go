// Indexer: one goroutine decodes all records and hands them to 8 that index them. It is busy all the time, they wait.
// -spread: the eight decode for themselves.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"dualflame.test/truth/debug"
)

type Record struct {
	ID     int
	Title  string
	Labels map[string]string
	Scores []float64
}

type Indexer struct {
	raw     []byte
	records chan *Record
	spread  bool

	workerWait, indexing debug.Timer
	decodeCPU, indexed   atomic.Int64
}

func (x *Indexer) decodeRecord() *Record {
	r := &Record{}
	if err := json.Unmarshal(x.raw, r); err != nil {
		panic(err)
	}
	return r
}

// feed keeps its thread, so that the thread's CPU time is its own.
func (x *Indexer) feed() {
	runtime.LockOSThread()
	for n := 0; ; n++ {
		x.records <- x.decodeRecord()
		if n%100 == 0 {
			x.decodeCPU.Store(int64(debug.CPU(1) * 1e9))
		}
	}
}

func (x *Indexer) addToIndex(r *Record, words map[string]int) {
	defer x.indexing.Since(time.Now())
	for _, word := range strings.Fields(r.Title) {
		words[word]++
	}
	x.indexed.Add(1)
}

func (x *Indexer) work() {
	words := map[string]int{}
	for {
		if x.spread {
			x.addToIndex(x.decodeRecord(), words)
			continue
		}
		start := time.Now()
		r := <-x.records
		x.workerWait.Since(start)
		x.addToIndex(r, words)
	}
}

func main() {
	addr := flag.String("addr", "127.0.0.1:7100", "")
	spread := flag.Bool("spread", false, "")
	flag.Parse()
	r := Record{Title: "a title with a few words in it", Labels: map[string]string{}}
	for i := range 60 {
		r.Labels[fmt.Sprint("label", i)] = fmt.Sprint("value", i)
		r.Scores = append(r.Scores, float64(i)/7)
	}
	raw, _ := json.Marshal(r)
	x := &Indexer{raw: raw, records: make(chan *Record), spread: *spread}
	if !*spread {
		go x.feed()
	}
	for range 8 {
		go x.work()
	}
	panic(debug.Serve(*addr, func() map[string]any {
		return map[string]any{
			"worker_wait_s": x.workerWait.Seconds(), "index_s": x.indexing.Seconds(), "requests": x.indexed.Load(),
			"feeder_cpu_s": float64(x.decodeCPU.Load()) / 1e9,
		}
	}))
}
