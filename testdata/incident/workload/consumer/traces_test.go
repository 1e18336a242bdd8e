package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime/pprof"
	"testing"
	"time"

	"github.com/google/pprof/profile"
)

// The span that leaves the program names the profile, and the samples taken under it carry the same id.
func TestSpansAndSamplesCarryOneID(t *testing.T) {
	var sent bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/traces" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		body := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(r.Body)
		}
		_, _ = sent.ReadFrom(body)
	}))
	defer server.Close()
	stop, err := startTracing(context.Background(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	var w work
	var cpu bytes.Buffer
	if err := pprof.StartCPUProfile(&cpu); err != nil {
		t.Fatal(err)
	}
	w.nextBatch(2, 0)
	first := w.span
	for until := time.Now().Add(spanLength + 100*time.Millisecond); time.Now().Before(until); {
	}
	w.nextBatch(2, 300)
	pprof.StopCPUProfile()
	if w.span == first {
		t.Error("a span of a second is still open")
	}
	if err := stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	id := first.SpanContext().SpanID().String()
	for _, want := range []string{"consume orders", "pyroscope.profile.id", id} {
		if !bytes.Contains(sent.Bytes(), []byte(want)) {
			t.Errorf("no %q in what was sent", want)
		}
	}
	p, err := profile.Parse(&cpu)
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for _, sample := range p.Sample {
		if ids := sample.Label["span_id"]; len(ids) == 1 && ids[0] == id {
			marked++
		}
	}
	if marked == 0 {
		t.Errorf("none of %d samples carries span_id %s", len(p.Sample), id)
	}
}
