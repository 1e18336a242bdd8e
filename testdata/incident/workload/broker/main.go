// A stand-in for one Kafka broker, in its own process, built on kafka-go's own protocol package.
//
// It answers ApiVersions, Metadata, ListOffsets and Fetch for one topic of four partitions. Each partition receives
// -rate messages a second, and its producer pauses while -backlog messages are unread, so a consumer that is too slow
// sees messages that are backlog/throughput old, and one that is fast enough sees fresh ones. -rtt is slept once per
// Fetch: the network round trip and a page-cache miss. A Fetch with nothing to deliver waits, as a broker's long poll does.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"flag"
	"log"
	"net"
	"sync"
	"time"

	"example.com/incident/wire"
	"github.com/segmentio/kafka-go/protocol"
	"github.com/segmentio/kafka-go/protocol/apiversions"
	"github.com/segmentio/kafka-go/protocol/fetch"
	"github.com/segmentio/kafka-go/protocol/listoffsets"
	"github.com/segmentio/kafka-go/protocol/metadata"
)

const (
	topic      = "orders"
	partitions = 4
	quantum    = 16 // messages a fetch answer is rounded to, so that encoded answers can be reused
	tick       = 2 * time.Millisecond

	// Byte offsets in an encoded Fetch v10 answer for this topic. kafka-go's writer is made for producers and leaves
	// base offset and time to the broker.
	correlationAt, partitionAt, baseOffsetAt, baseTimeAt, maxTimeAt, patched = 4, 34, 72, 99, 107, 115
)

var (
	addr      = flag.String("addr", "127.0.0.1:19092", "listen address")
	advertise = flag.String("advertise", "127.0.0.1", "host name given to clients")
	rtt       = flag.Duration("rtt", 750*time.Microsecond, "sleep per Fetch")
	rate      = flag.Float64("rate", 25_000, "messages a second and partition")
	backlog   = flag.Int64("backlog", 20_000, "unread messages at which a producer pauses")

	ring  = make([][]byte, 4096)
	cache sync.Map // message count -> encoded Fetch answer
	logs  [partitions]*partitionLog
)

// partitionLog is the infinite log of one partition: only its head and when each tick's messages came are kept.
type partitionLog struct {
	mu       sync.Mutex
	head     int64 // next offset to be written
	read     int64 // highest offset fetched so far
	carry    float64
	arrivals []arrival // ascending; entries that were read are dropped
}

type arrival struct {
	until int64 // offsets below this one had arrived
	at    time.Time
}

func (p *partitionLog) produce(now time.Time, elapsed time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.carry += *rate * elapsed.Seconds()
	n := min(int64(p.carry), *backlog-(p.head-p.read))
	p.carry = min(p.carry-float64(max(n, 0)), *rate*tick.Seconds())
	if n > 0 {
		p.head += n
		p.arrivals = append(p.arrivals, arrival{p.head, now})
	}
}

// take returns how many messages from offset on are there (rounded down to the quantum) and when the first one came.
func (p *partitionLog) take(offset int64, limit int) (int, time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = max(p.read, offset)
	for len(p.arrivals) > 1 && p.arrivals[0].until <= offset {
		p.arrivals = p.arrivals[1:]
	}
	n := min(int(p.head-offset), limit) / quantum * quantum
	if n <= 0 || len(p.arrivals) == 0 {
		return 0, time.Time{}
	}
	return n, p.arrivals[0].at
}

func main() {
	flag.Parse()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	for i := range ring {
		ring[i] = wire.Example(int64(i)).Encode()
	}
	for i := range logs {
		logs[i] = &partitionLog{}
	}
	go func() {
		last := time.Now()
		for now := range time.Tick(tick) {
			for _, p := range logs {
				p.produce(now, now.Sub(last))
			}
			last = now
		}
	}()
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go serve(c)
	}
}

// fetchAnswer encodes (once per message count) an answer that holds n messages.
func fetchAnswer(version int16, n int) ([]byte, error) {
	if v, ok := cache.Load(n); ok {
		return v.([]byte), nil
	}
	recs := make([]protocol.Record, n)
	for i := range recs {
		recs[i] = protocol.Record{Offset: int64(i), Time: time.Unix(1, 0), Value: protocol.NewBytes(ring[i%len(ring)])}
	}
	res := &fetch.Response{Topics: []fetch.ResponseTopic{{Topic: topic, Partitions: []fetch.ResponsePartition{{
		HighWatermark: 1 << 40, LastStableOffset: 1 << 40,
		RecordSet: protocol.RecordSet{Version: 2, Records: protocol.NewRecordReader(recs...)}}}}}}
	var b bytes.Buffer
	if err := protocol.WriteResponse(&b, version, 0, res); err != nil {
		return nil, err
	}
	cache.Store(n, b.Bytes())
	return b.Bytes(), nil
}

func serve(c net.Conn) {
	defer c.Close()
	r, w := bufio.NewReader(c), bufio.NewWriterSize(c, 1<<16)
	for {
		version, correlation, _, msg, err := protocol.ReadRequest(r)
		if err != nil {
			return
		}
		var res protocol.Message
		switch q := msg.(type) {
		case *apiversions.Request:
			res = &apiversions.Response{ApiKeys: []apiversions.ApiKeyResponse{
				{ApiKey: int16(protocol.Fetch), MinVersion: 0, MaxVersion: 10},
				{ApiKey: int16(protocol.ListOffsets), MinVersion: 0, MaxVersion: 1},
				{ApiKey: int16(protocol.Metadata), MinVersion: 0, MaxVersion: 1},
				{ApiKey: int16(protocol.ApiVersions), MinVersion: 0, MaxVersion: 0}}}
		case *metadata.Request:
			ps := []metadata.ResponsePartition{}
			for i := int32(0); i < partitions; i++ {
				ps = append(ps, metadata.ResponsePartition{PartitionIndex: i, LeaderID: 1, ReplicaNodes: []int32{1}, IsrNodes: []int32{1}})
			}
			res = &metadata.Response{ControllerID: 1, Brokers: []metadata.ResponseBroker{{NodeID: 1, Host: *advertise, Port: 19092}},
				Topics: []metadata.ResponseTopic{{Name: topic, Partitions: ps}}}
		case *listoffsets.Request:
			lr := &listoffsets.Response{}
			for _, t := range q.Topics {
				rt := listoffsets.ResponseTopic{Topic: t.Topic}
				for _, p := range t.Partitions {
					rt.Partitions = append(rt.Partitions, listoffsets.ResponsePartition{Partition: p.Partition, Offset: logs[p.Partition].read})
				}
				lr.Topics = append(lr.Topics, rt)
			}
			res = lr
		case *fetch.Request:
			p := q.Topics[0].Partitions[0]
			limit := max(int(p.PartitionMaxBytes)/(len(ring[0])+16), quantum)
			time.Sleep(*rtt)
			n, at := logs[p.Partition].take(p.FetchOffset, limit)
			for deadline := time.Now().Add(time.Duration(q.MaxWaitTime) * time.Millisecond); n == 0 && time.Now().Before(deadline); {
				time.Sleep(tick)
				n, at = logs[p.Partition].take(p.FetchOffset, limit)
			}
			encoded, err := fetchAnswer(version, n)
			if err != nil {
				log.Print(err)
				return
			}
			if n == 0 {
				head := append([]byte(nil), encoded...)
				binary.BigEndian.PutUint32(head[correlationAt:], uint32(correlation))
				w.Write(head)
				break
			}
			var head [patched]byte
			copy(head[:], encoded)
			binary.BigEndian.PutUint32(head[correlationAt:], uint32(correlation))
			binary.BigEndian.PutUint32(head[partitionAt:], uint32(p.Partition))
			binary.BigEndian.PutUint64(head[baseOffsetAt:], uint64(p.FetchOffset))
			binary.BigEndian.PutUint64(head[baseTimeAt:], uint64(at.UnixMilli()))
			binary.BigEndian.PutUint64(head[maxTimeAt:], uint64(at.UnixMilli()))
			w.Write(head[:])
			w.Write(encoded[patched:])
		default:
			log.Printf("no answer for %T", msg)
			return
		}
		if res != nil {
			if err := protocol.WriteResponse(w, version, correlation, res); err != nil {
				log.Print(err)
				return
			}
		}
		if err := w.Flush(); err != nil {
			return
		}
	}
}
