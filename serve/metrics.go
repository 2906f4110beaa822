package serve

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"kg/serve/api"
)

// metrics counts what a server answers. Each server has its own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "kg_http_requests_total", Help: "Requests by part of the server and status.",
		}, []string{"part", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "kg_http_request_seconds", Help: "How long answers took.", Buckets: prometheus.ExponentialBuckets(0.001, 4, 9),
		}, []string{"part"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// part is which part of the server a path belongs to: few enough to be a label.
func part(path string) string {
	if rest, ok := strings.CutPrefix(path, api.Prefix); ok {
		for _, rt := range api.Routes() {
			fixed, _, _ := strings.Cut(rt.Path, "/{")
			if rest == fixed || fixed != rt.Path && strings.HasPrefix(rest, fixed+"/") {
				return "api/kg" + fixed
			}
		}
	}
	for _, p := range []string{"/api/kg/", "/api/v2/", "/api/v1/", "/api/ui/", "/ui/"} {
		if strings.HasPrefix(path, p) {
			return strings.Trim(p, "/")
		}
	}
	if path == "/healthz" || path == "/readyz" || path == "/metrics" || path == "/mcp" {
		return strings.Trim(path, "/")
	}
	return "explorer"
}

func (m *metrics) observe(path string, status int, took time.Duration) {
	p := part(path)
	m.requests.WithLabelValues(p, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(p).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
