// Serves what cAdvisor says of the cgroup /shop, as the kubelet does of its containers: its manager and its Prometheus collector.
package main

import (
	"log"
	"net/http"
	"os"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	v2 "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/metrics"
	"github.com/google/cadvisor/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"
)

func main() {
	included := container.MetricSet{container.CpuUsageMetrics: {}, container.PressureMetrics: {}}
	interval, dynamic := time.Second, false
	m, err := manager.New(memory.New(time.Minute, nil), sysfs.NewRealSysFs(), manager.HousekeepingConfig{Interval: &interval, AllowDynamic: &dynamic}, included, http.DefaultClient, []string{"/shop"}, nil, "", 0)
	if err != nil {
		log.Fatal(err)
	}
	if err := m.Start(); err != nil {
		log.Fatal(err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics.NewPrometheusCollector(m, metrics.DefaultContainerLabels, included, clock.RealClock{}, v2.RequestOptions{IdType: v2.TypeName, Count: 1, Recursive: true}))
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
