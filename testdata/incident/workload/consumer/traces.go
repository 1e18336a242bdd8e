package main

import (
	"context"
	"net"
	"time"

	otelpyroscope "github.com/grafana/otel-profiling-go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"
)

// tracer is nil without -traces: then nothing is marked, and the profiles are those of the case study.
var tracer api.Tracer

// broker is the host of -addr.
var broker string

// startTracing sends spans to a base URL that takes OTLP over HTTP. The CPU samples of a span carry its id: Pyroscope answers with
// those of one span (span profiles), and the span says by its attribute pyroscope.profile.id that there may be some.
func startTracing(ctx context.Context, url string) (stop func(context.Context) error, err error) {
	if broker, _, err = net.SplitHostPort(*addr); err != nil {
		return nil, err
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(url+"/v1/traces"))
	if err != nil {
		return nil, err
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter),
		trace.WithResource(resource.NewSchemaless(attribute.String("service.name", "consumer"), attribute.String("mode", *mode))))
	tracer = otelpyroscope.NewTracerProvider(provider).Tracer("consumer")
	return provider.Shutdown, nil
}

// A CPU profiler that looks every 10 ms sees little of one batch, so a span covers the batches of this time.
const spanLength = time.Second

// work is what one partition's goroutine has open: a span of the batches of about a second.
type work struct {
	span  api.Span
	began time.Time
	n     int64 // messages before it
}

// nextBatch ends a span that is long enough and begins the next one. Only the goroutine whose work it is may call it: the samples'
// labels are the goroutine's.
func (w *work) nextBatch(partition int, messages int64) {
	if tracer == nil || w.span != nil && time.Since(w.began) < spanLength {
		return
	}
	if w.span != nil {
		w.span.SetAttributes(attribute.Int64("messaging.batch.message_count", messages-w.n))
		w.span.End()
	}
	w.began, w.n = time.Now(), messages
	_, w.span = tracer.Start(context.Background(), "consume orders", api.WithSpanKind(api.SpanKindConsumer),
		api.WithAttributes(attribute.String("messaging.system", "kafka"), attribute.Int("messaging.destination.partition.id", partition), attribute.String("server.address", broker)))
}
