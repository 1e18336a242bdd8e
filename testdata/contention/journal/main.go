// A journal behind one lock: committers append to it, a flusher holds the lock while the replica acknowledges, a reporter while it
// sums up. It records itself and prints, by its own timers, how long committers stood in line while whom held the lock.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/felixge/fgprof"
)

type hold struct {
	who      string
	from, to time.Time
}

type Journal struct {
	mu      sync.Mutex
	pending [][32]byte
	replica net.Conn
	acks    *bufio.Reader

	holds []hold // the last ones, under the lock
	truth map[string]float64
	lines map[string]float64
}

// entered books the time in line of a function, by who held the lock meanwhile. Under the lock.
func (j *Journal) entered(function string, since time.Time) time.Time {
	now := time.Now()
	j.lines[function] += now.Sub(since).Seconds()
	for _, h := range j.holds {
		from, to := h.from, h.to
		if from.Before(since) {
			from = since
		}
		if to.After(from) {
			j.truth[h.who] += to.Sub(from).Seconds()
		}
	}
	return now
}

func (j *Journal) left(function string, from time.Time) {
	j.holds = append(j.holds, hold{function, from, time.Now()})
	if len(j.holds) > 256 {
		j.holds = append([]hold(nil), j.holds[128:]...)
	}
}

func (j *Journal) Commit(record int) {
	start := time.Now()
	j.mu.Lock()
	defer j.mu.Unlock()
	from := j.entered("Commit", start)
	j.pending = append(j.pending, encode(record))
	j.left("Commit", from)
}

func encode(record int) (out [32]byte) {
	for end := time.Now().Add(100 * time.Microsecond); time.Now().Before(end); {
		for i := range out {
			out[i] ^= byte(record * (i + 7))
		}
	}
	return out
}

func (j *Journal) Flush() {
	start := time.Now()
	j.mu.Lock()
	from := j.entered("flushLocked", start)
	j.flushLocked(from)
}

// flushLocked gives the lock back when the replica has acknowledged.
func (j *Journal) flushLocked(from time.Time) {
	defer j.mu.Unlock()
	fmt.Fprintf(j.replica, "%d\n", len(j.pending))
	j.acks.ReadString('\n')
	j.pending = j.pending[:0]
	j.left("flushLocked", from)
}

func (j *Journal) Report() (sum int) {
	start := time.Now()
	j.mu.Lock()
	defer j.mu.Unlock()
	from := j.entered("Report", start)
	for end := time.Now().Add(1500 * time.Microsecond); time.Now().Before(end); {
		for _, record := range j.pending {
			sum += int(record[0])
		}
	}
	j.left("Report", from)
	return sum
}

// replica acknowledges every batch after 6 ms.
func replica(in net.Conn) {
	for lines := bufio.NewScanner(in); lines.Scan(); {
		time.Sleep(6 * time.Millisecond)
		fmt.Fprintln(in, "ok")
	}
}

func every(pause time.Duration, do func()) {
	for range time.Tick(pause) {
		do()
	}
}

func commits(j *Journal) {
	for record := 0; ; record++ {
		time.Sleep(8 * time.Millisecond) // the request's other work
		j.Commit(record)
	}
}

func save(name string, write func(f *os.File)) {
	f, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	write(f)
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		in, _ := listener.Accept()
		replica(in)
	}()
	out, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		panic(err)
	}
	j := &Journal{replica: out, acks: bufio.NewReader(out), truth: map[string]float64{}, lines: map[string]float64{}}
	for range 12 {
		go commits(j)
	}
	go every(20*time.Millisecond, j.Flush)
	go every(25*time.Millisecond, func() { j.Report() })
	time.Sleep(time.Second)

	dir, seconds := os.Args[1], 10*time.Second
	j.mu.Lock()
	j.truth, j.lines = map[string]float64{}, map[string]float64{}
	j.mu.Unlock()
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	save(dir+"/cpu.pb.gz", func(cpu *os.File) {
		save(dir+"/wall.pb.gz", func(wall *os.File) {
			stop := fgprof.Start(wall, fgprof.FormatPprof)
			pprof.StartCPUProfile(cpu)
			time.Sleep(seconds)
			pprof.StopCPUProfile()
			stop()
		})
	})
	save(dir+"/mutex.pb.gz", func(f *os.File) { pprof.Lookup("mutex").WriteTo(f, 0) })
	save(dir+"/block.pb.gz", func(f *os.File) { pprof.Lookup("block").WriteTo(f, 0) })
	j.mu.Lock()
	defer j.mu.Unlock()
	json.NewEncoder(os.Stdout).Encode(map[string]any{"in_line_while_held_by_s": j.truth, "in_line_s": j.lines, "goroutines": 12 + 2, "seconds": seconds.Seconds()})
}
