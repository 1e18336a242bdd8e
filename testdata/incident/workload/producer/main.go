// The producer for a real Kafka: creates the topics of the workload and fills that of the orders.
//
// It writes at -rate, but pauses while -backlog messages of a partition's share are unread, as the stand-in broker does: a
// consumer that is too slow then sees messages that are backlog/throughput old, instead of ever older ones.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/incident/wire"
	"github.com/segmentio/kafka-go"
)

const (
	topic      = "orders"
	partitions = 4
	tick       = 10 * time.Millisecond
)

var (
	addr    = flag.String("addr", "127.0.0.1:9092", "Kafka bootstrap address")
	rate    = flag.Float64("rate", 90_000, "messages a second and partition")
	backlog = flag.Int64("backlog", 50_000, "unread messages a partition at which it pauses")
	metrics = flag.String("metrics", "", "the consumer's /metrics: what it has read, and whether it is there; none: never pause")
	dur     = flag.Duration("for", 0, "run time; 0: until killed")
)

// createTopics makes the topic of the orders, and that of the consumer's -rows-topic.
func createTopics(ctx context.Context) error {
	retention := []kafka.ConfigEntry{{ConfigName: "retention.bytes", ConfigValue: strconv.Itoa(1 << 30)}}
	client := &kafka.Client{Addr: kafka.TCP(*addr)}
	answer, err := client.CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{
		{Topic: topic, NumPartitions: partitions, ReplicationFactor: 1, ConfigEntries: retention},
		{Topic: "profiles", NumPartitions: 1, ReplicationFactor: 1, ConfigEntries: retention},
	}})
	if err != nil {
		return err
	}
	for _, err := range answer.Errors {
		if err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			return err
		}
	}
	return nil
}

// consumed reads consumer_messages_total.
func consumed() (int64, error) {
	client := http.Client{Timeout: time.Second}
	res, err := client.Get(*metrics)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "consumer_messages_total "); ok {
			n, err := strconv.ParseFloat(value, 64)
			return int64(n), err
		}
	}
	return 0, errors.New("no consumer_messages_total")
}

func main() {
	flag.Parse()
	ctx, cancel := context.WithCancel(context.Background())
	if *dur > 0 {
		ctx, cancel = context.WithTimeout(ctx, *dur)
	}
	defer cancel()
	for err := createTopics(ctx); err != nil && ctx.Err() == nil; err = createTopics(ctx) {
		log.Print(err)
		time.Sleep(time.Second)
	}
	out := &kafka.Writer{Addr: kafka.TCP(*addr), Topic: topic, Balancer: &kafka.RoundRobin{}, BatchSize: 1000, BatchTimeout: 2 * time.Millisecond, RequiredAcks: kafka.RequireOne}
	defer out.Close()

	var ring [4096][]byte
	for i := range ring {
		ring[i] = wire.Example(int64(i)).Encode()
	}
	var written, unread, seen int64
	var carry float64
	there := *metrics == ""
	asked := time.Now()
	last := asked
	for ctx.Err() == nil {
		time.Sleep(tick)
		now := time.Now()
		if *metrics != "" && now.Sub(asked) > 100*time.Millisecond {
			asked = now
			n, err := consumed()
			there = err == nil
			if !there || n < seen { // none, or another one: it will begin at the end
				unread, seen = 0, 0
			}
			unread, seen = max(0, unread-(n-seen)), n
		}
		carry = min(carry+*rate*partitions*now.Sub(last).Seconds(), *rate*partitions*0.1)
		last = now
		n := int64(carry)
		if *metrics != "" {
			n = min(n, *backlog*partitions-unread)
		}
		if n <= 0 || !there {
			continue
		}
		batch := make([]kafka.Message, n)
		for i := range batch {
			batch[i].Value = ring[(written+int64(i))%int64(len(ring))]
		}
		if err := out.WriteMessages(ctx, batch...); err != nil {
			log.Print(err)
			continue
		}
		carry -= float64(n)
		written += n
		unread += n
	}
	fmt.Printf("written=%d\n", written)
}
