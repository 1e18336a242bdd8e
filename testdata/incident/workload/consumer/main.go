// The case study: a consumer that fetches, decodes, processes and commits.
//
//	-mode before: small fetches, one mutex around the offsets, a commit per message
//	-mode after:  large batches, a read-write lock with atomics, a commit per batch
//
// With -out it writes a CPU profile (runtime/pprof) and a wall profile (fgprof) of the same -slice of time, one pair a
// slice, and the mutex profile at the end. With -pyroscope it pushes the same pairs instead.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"example.com/incident/fold"
	"github.com/felixge/fgprof"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/segmentio/kafka-go"
)

var (
	addr       = flag.String("addr", "127.0.0.1:19092", "broker address")
	mode       = flag.String("mode", "before", "before|after")
	parts      = flag.Int("partitions", 4, "partitions, one goroutine each")
	dur        = flag.Duration("for", 0, "run time; 0: until killed")
	slice      = flag.Duration("slice", 10*time.Second, "length of one CPU and wall profile pair")
	out        = flag.String("out", "", "prefix of the profile files written; none: no files")
	pyroscope  = flag.String("pyroscope", "", "base URL of a Pyroscope server that gets each pair")
	clickhouse = flag.String("clickhouse", "", "base URL of a ClickHouse server that gets each pair as folded rows")
	rowsTopic  = flag.String("rows-topic", "", "Kafka topic at -addr that gets each pair as the same rows, for ClickHouse to take from there")
	fromEnd    = flag.Bool("from-end", false, "begin with messages that come from now on, not with the oldest")
	listen     = flag.String("listen", "", "address that serves /metrics")
	traces     = flag.String("traces", "", "base URL that takes OTLP over HTTP: spans whose CPU samples carry their id")
	textfile   = flag.String("textfile", "", "file that metrics are written to every second (no listener in the process)")

	latency = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name:    "consumer_message_latency_seconds",
		Help:    "Age of a message when its processing ends: from arrival at the broker.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .15, .2, .25, .3, .4, .5, .6, .7, .8, .9, 1, 1.25, 1.5, 2, 3, 5},
	})
	messages = prometheus.NewCounter(prometheus.CounterOpts{Name: "consumer_messages_total", Help: "Messages processed."})
)

type offsetManager interface {
	Commit(partition int, offset int64)
	Flush() []byte
}

// mutexOffsets is the contended one: every commit and the whole flush hold one lock.
type mutexOffsets struct {
	mu  sync.Mutex
	off map[string]int64
}

func (m *mutexOffsets) Commit(p int, o int64) {
	m.mu.Lock()
	m.off[fmt.Sprintf("orders-%d", p)] = o
	m.mu.Unlock()
}

func (m *mutexOffsets) Flush() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, _ := json.Marshal(m.off)
	return b
}

// rwOffsets is the fixed one.
type rwOffsets struct {
	mu  sync.RWMutex
	off map[int]*atomic.Int64
}

func (m *rwOffsets) Commit(p int, o int64) {
	m.mu.RLock()
	m.off[p].Store(o)
	m.mu.RUnlock()
}

func (m *rwOffsets) Flush() []byte {
	m.mu.RLock()
	defer m.mu.RUnlock()
	x := map[int]int64{}
	for k, v := range m.off {
		x[k] = v.Load()
	}
	b, _ := json.Marshal(x)
	return b
}

type consumer struct {
	part    int
	conn    *kafka.Conn
	batch   *kafka.Batch
	max     int
	offsets offsetManager
	agg     map[string]float64
	n       int64
	perMsg  bool
	work    work
}

// ReadMessage returns the next message, fetching when the batch is used up.
func (c *consumer) ReadMessage() (kafka.Message, error) {
	for {
		if c.batch == nil {
			c.work.nextBatch(c.part, c.n)
			c.batch = c.conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: c.max, MaxWait: time.Second})
		}
		m, err := c.batch.ReadMessage()
		if err == nil {
			return m, nil
		}
		if !errors.Is(err, io.EOF) && !errors.Is(err, kafka.RequestTimedOut) {
			return m, err
		}
		off := c.batch.Offset()
		if cerr := c.batch.Close(); cerr != nil && !errors.Is(cerr, kafka.RequestTimedOut) {
			return m, cerr
		}
		c.batch = nil
		c.offsets.Commit(c.part, off)
	}
}

func (c *consumer) run(ctx context.Context) {
	for ctx.Err() == nil {
		m, err := c.ReadMessage()
		if err != nil {
			if ctx.Err() == nil {
				log.Fatal(err) // whoever started it starts it again
			}
			return
		}
		o, err := decodeMessage(m.Value)
		if err != nil {
			log.Print(err)
			return
		}
		c.processRecord(o)
		if c.perMsg {
			c.offsets.Commit(c.part, m.Offset)
		}
		c.n++
		if c.n%16 == 0 {
			latency.Observe(time.Since(m.Time).Seconds())
			messages.Add(16)
		}
	}
}

func (c *consumer) processRecord(o *order) {
	h := fnv.New64a()
	h.Write([]byte(o.customer))
	keys := make([]string, 0, len(o.attrs))
	for k := range o.attrs {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		h.Write([]byte(k))
		h.Write([]byte(o.attrs[k]))
	}
	sum := 0.0
	for _, it := range o.items {
		sum += it.price * float64(it.qty)
		h.Write([]byte(it.sku))
	}
	for i := 0; i < 3; i++ {
		h.Write(o.note)
	}
	c.agg[fmt.Sprintf("%s/%x", o.customer[:11], h.Sum64()&0xff)] += sum
}

// profiler takes one CPU and one wall profile of each slice of time.
type profiler struct {
	cpu, wall bytes.Buffer
	stopWall  func() error
	from      time.Time
}

func (p *profiler) start() {
	p.cpu.Reset()
	p.wall.Reset()
	p.from = time.Now()
	must(pprof.StartCPUProfile(&p.cpu))
	p.stopWall = fgprof.Start(&p.wall, fgprof.FormatPprof)
}

func (p *profiler) finish() {
	must(p.stopWall())
	pprof.StopCPUProfile()
	until := time.Now()
	for _, kind := range []struct {
		name string
		data []byte
	}{{"cpu", p.cpu.Bytes()}, {"wall", p.wall.Bytes()}} {
		if *out != "" {
			must(os.WriteFile(fmt.Sprintf("%s.%s.%d.pb.gz", *out, kind.name, p.from.UnixMilli()), kind.data, 0o644))
		}
		if *clickhouse != "" || *rowsTopic != "" {
			go insert(kind.name, p.from, bytes.Clone(kind.data))
		}
		if *pyroscope != "" {
			// One upload per kind: Pyroscope names the wall one process_cpu:time:nanoseconds:wallclock:nanoseconds.
			target := fmt.Sprintf("%s/ingest?name=consumer{mode=%s}&format=pprof&from=%s&until=%s", *pyroscope, *mode,
				strconv.FormatInt(p.from.UnixNano(), 10), strconv.FormatInt(until.UnixNano(), 10))
			data := bytes.Clone(kind.data)
			go push(target, data)
		}
	}
}

// A message of rows is no larger than this, well below what brokers take.
const maxMessage = 256 << 10

// insert sends a profile as rows of profiles.samples (provisioning/clickhouse/schema.sql), to ClickHouse or through Kafka.
func insert(kind string, from time.Time, data []byte) {
	folded, _, err := fold.Profiles([][]byte{data})
	if err != nil {
		log.Print("fold: ", err)
		return
	}
	pod, _ := os.Hostname()
	escape := strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n").Replace
	var rows bytes.Buffer
	var messages []kafka.Message
	for stack, value := range folded {
		fmt.Fprintf(&rows, "%d\tconsumer\t%s\t%s\t%s\t%d\n", from.Unix(), pod, kind, escape(stack), value)
		if *rowsTopic != "" && rows.Len() > maxMessage {
			messages = append(messages, kafka.Message{Value: bytes.Clone(rows.Bytes())})
			rows.Reset()
		}
	}
	if *rowsTopic == "" {
		push(*clickhouse+"/?query="+url.QueryEscape("INSERT INTO profiles.samples FORMAT TabSeparated"), rows.Bytes())
		return
	}
	out := &kafka.Writer{Addr: kafka.TCP(*addr), Topic: *rowsTopic, BatchTimeout: time.Millisecond}
	defer out.Close()
	if err := out.WriteMessages(context.Background(), append(messages, kafka.Message{Value: rows.Bytes()})...); err != nil {
		log.Print("rows: ", err)
	}
}

func push(target string, data []byte) {
	res, err := http.Post(target, "application/octet-stream", bytes.NewReader(data))
	if err != nil {
		log.Print("push: ", err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		body, _ := io.ReadAll(io.LimitReader(res.Body, 512))
		log.Printf("push: %s %s", res.Status, body)
	}
}

// flusher writes the offsets every 4 ms and, being awake anyway, turns the profile slices and writes the metrics file:
// helper goroutines that only wait would show up in the wall profile.
func flusher(ctx context.Context, m offsetManager, p *profiler) {
	t := time.NewTicker(4 * time.Millisecond)
	defer t.Stop()
	if p != nil {
		p.start()
	}
	var written time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-t.C:
			_ = m.Flush()
			if p != nil && now.Sub(p.from) >= *slice {
				p.finish()
				p.start()
			}
			if *textfile != "" && now.Sub(written) >= time.Second {
				written = now
				must(prometheus.WriteToTextfile(*textfile, prometheus.DefaultGatherer))
			}
		}
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	flag.Parse()
	prometheus.MustRegister(latency, messages)
	fetch := map[string]int{"before": 64 << 10, "after": 1 << 20}[*mode]
	if fetch == 0 {
		log.Fatalf("-mode %q: want before or after", *mode)
	}
	debug.SetGCPercent(400)
	mo := &mutexOffsets{off: map[string]int64{}}
	for i := 0; i < 500; i++ { // the group's other partitions, flushed with ours
		mo.off[fmt.Sprintf("orders-%d", i)] = 0
	}
	var om offsetManager = mo
	if *mode == "after" {
		r := &rwOffsets{off: map[int]*atomic.Int64{}}
		for i := 0; i < *parts; i++ {
			r.off[i] = &atomic.Int64{}
		}
		om = r
	}
	ctx, cancel := context.WithCancel(context.Background())
	if *dur > 0 {
		ctx, cancel = context.WithTimeout(ctx, *dur)
	}
	defer cancel()
	host, port, err := net.SplitHostPort(*addr)
	must(err)
	p, err := strconv.Atoi(port)
	must(err)
	var cs []*consumer
	for i := 0; i < *parts; i++ {
		conn, err := kafka.DialPartition(ctx, "tcp", *addr, kafka.Partition{Topic: "orders", ID: i, Leader: kafka.Broker{Host: host, Port: p, ID: 1}})
		must(err)
		whence := kafka.SeekStart
		if *fromEnd {
			whence = kafka.SeekEnd
		}
		_, err = conn.Seek(0, whence)
		must(err)
		cs = append(cs, &consumer{part: i, conn: conn, max: fetch, offsets: om, agg: map[string]float64{}, perMsg: *mode == "before"})
	}
	if *listen != "" {
		http.Handle("/metrics", promhttp.Handler())
		go func() { log.Fatal(http.ListenAndServe(*listen, nil)) }()
	}
	if *traces != "" {
		stop, err := startTracing(ctx, *traces)
		must(err)
		defer stop(context.Background())
	}
	var prof *profiler
	if *out != "" || *pyroscope != "" || *clickhouse != "" || *rowsTopic != "" {
		prof = &profiler{}
		runtime.SetMutexProfileFraction(1)
	}
	go flusher(ctx, om, prof)
	var wg sync.WaitGroup
	for _, c := range cs[1:] {
		wg.Add(1)
		go func() { defer wg.Done(); c.run(ctx) }()
	}
	cs[0].run(ctx) // the main goroutine consumes partition 0 itself
	wg.Wait()
	if *out != "" {
		f, err := os.Create(*out + ".mutex.pb.gz")
		must(err)
		must(pprof.Lookup("mutex").WriteTo(f, 0))
		must(f.Close())
	}
	var n int64
	for _, c := range cs {
		n += c.n
	}
	fmt.Printf("mode=%s messages=%d\n", *mode, n)
}
