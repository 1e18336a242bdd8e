// Package debug is what every Go program here serves beside its own work: pprof, fgprof and the truth of its timers.
package debug

import (
	"encoding/json"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/felixge/fgprof"
)

// A Timer sums durations.
type Timer struct{ ns atomic.Int64 }

// Since adds what has passed since start: defer timer.Since(time.Now()).
func (t *Timer) Since(start time.Time) { t.ns.Add(int64(time.Since(start))) }

// Seconds is the sum.
func (t *Timer) Seconds() float64 { return float64(t.ns.Load()) / 1e9 }

// CPU is the CPU time in seconds of the process, or of the calling thread (1, RUSAGE_THREAD).
func CPU(who int) float64 {
	var u syscall.Rusage
	if syscall.Getrusage(who, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// Serve registers the handlers on the default mux and serves it.
func Serve(addr string, truth func() map[string]any) error {
	http.Handle("/debug/fgprof", fgprof.Handler())
	http.HandleFunc("/truth", func(w http.ResponseWriter, _ *http.Request) {
		all := truth()
		all["goroutines"] = runtime.NumGoroutine()
		all["cpu_s"] = CPU(syscall.RUSAGE_SELF)
		json.NewEncoder(w).Encode(all)
	})
	return http.ListenAndServe(addr, nil)
}
