#pragma once
// Every metric that /metrics shows: its name, its help text, and the closed lists of label values. Dashboards
// and alerts depend on these names; core/telemetry/metrics.h is what counts.

#include <array>
#include <string_view>
#include <vector>

namespace nb::telemetry {

struct MetricName {
    const char* name;
    const char* help;
};

namespace names {

constexpr MetricName kHttpRequests{"http_requests_total", "Finished HTTP requests."};
constexpr MetricName kHttpRequestDuration{"http_request_duration_seconds",
                                          "Time from a request's first byte to the end of its answer."};
constexpr MetricName kHttpRequestSize{"http_request_size_bytes", "Size of request bodies."};
constexpr MetricName kHttpResponseSize{"http_response_size_bytes", "Size of response bodies."};
constexpr MetricName kHttpRequestsActive{"http_requests_active", "HTTP requests being handled now."};
constexpr MetricName kHttpConnectionsOpen{"http_connections_open", "Open client connections."};
constexpr MetricName kHttpBodyMemory{"http_body_memory_bytes", "Memory taken or reserved by request bodies."};
constexpr MetricName kHttpBodyMemoryLimit{"http_body_memory_limit_bytes",
                                          "Memory that all request bodies together may take."};
constexpr MetricName kHttpConnections{"http_connections_total", "Client connections that were opened."};
constexpr MetricName kHttpConnectionsRejected{"http_connections_rejected_total",
                                              "Connections refused as they came, by reason."};
constexpr MetricName kHttpGuardRejections{
    "http_guard_rejections_total", "Connections refused for breaking the protocol or its limits, by reason."};
constexpr MetricName kHttpClientDisconnects{
    "http_client_disconnects_total", "Clients that left before their answer, by phase of the request."};
constexpr MetricName kImagePixels{"image_pixels", "Pixels of the pictures that were sent."};
constexpr MetricName kUploadRejections{"upload_rejections_total",
                                       "Uploads refused by validation, by reason."};

constexpr MetricName kNanobananaRequests{"nanobanana_requests_total",
                                         "Edits handed to the provider, by the status they ended with."};
constexpr MetricName kNanobananaDuration{"nanobanana_request_duration_seconds",
                                         "Time from handing a request's bytes to the network to the answer's "
                                         "last byte, retries and waits included; of the local engine, the "
                                         "time of its fill."};
constexpr MetricName kUpstreamAttempts{"upstream_attempts_total",
                                       "Single requests to a provider, by outcome."};
constexpr MetricName kUpstreamDuration{"upstream_request_duration_seconds",
                                       "Duration of single requests to a provider, by outcome."};
constexpr MetricName kUpstreamRetries{"upstream_retries_total",
                                      "Repeated requests to a provider, by reason."};
constexpr MetricName kUpstreamAuthFailures{
    "upstream_auth_failures_total", "Answers of a provider that refuse the key, by status (401, 403)."};
constexpr MetricName kUpstreamWasted{
    "upstream_wasted_calls_total",
    "Requests to a provider whose answer, perhaps paid for, nobody could get: the client had left or the "
    "time was over."};
constexpr MetricName kRetryBudget{"upstream_retry_budget_tokens",
                                  "What is left of a provider's retry budget; a retry takes 5 of 100."};
constexpr MetricName kBreakerTransitions{"circuit_breaker_transitions_total",
                                         "Changes of a provider's circuit breaker, by its new state."};
constexpr MetricName kBreakerState{"circuit_breaker_state",
                                   "State of a provider's circuit breaker: 0 closed, 1 half open, 2 open."};

constexpr MetricName kImageProcessing{"image_processing_duration_seconds",
                                      "Time spent on pixels, by operation."};
constexpr MetricName kMaskOperations{"mask_operations_total", "Operations on masks, by kind and status."};
constexpr MetricName kQueueDepth{"queue_depth", "Edits that wait for their turn."};
constexpr MetricName kQueueWait{"queue_wait_seconds", "Time edits waited for their turn."};
constexpr MetricName kQueueLimit{"queue_depth_limit", "Edits that may wait at the same time."};
constexpr MetricName kQueueRefusals{"queue_refusals_total", "Edits that got no turn, by reason."};
constexpr MetricName kEditsInFlight{"edits_in_flight", "Edits that are worked on now."};
constexpr MetricName kEditsInFlightLimit{"edits_in_flight_limit",
                                         "Edits that may be worked on at the same time."};
constexpr MetricName kEditsJoined{"edits_joined_total",
                                  "Requests that shared the edit of an identical one under way."};
constexpr MetricName kIdempotencyHits{"idempotency_hits_total",
                                      "Requests whose Idempotency-Key was in use, by what became of them."};
constexpr MetricName kWorkersBusy{"workers_busy", "Threads of the pixel pool at work."};
constexpr MetricName kWorkersMax{"workers_max", "Threads of the pixel pool."};

constexpr MetricName kRateLimitExceeded{"rate_limit_exceeded_total", "Requests refused by the rate limit."};
constexpr MetricName kRateLimitClients{"rate_limit_tracked_clients",
                                       "Clients whose request rate is being tracked."};

constexpr MetricName kRedisUp{"redis_up", "1 while Redis is connected and answers in time."};
constexpr MetricName kRedisDuration{"redis_command_duration_seconds",
                                    "Time until Redis answered a question, by operation."};
constexpr MetricName kRedisFallbacks{"redis_fallbacks_total",
                                     "Questions that were answered without Redis, by operation and reason."};

constexpr MetricName kRequestLogUp{"request_log_up", "1 while the database of the request log takes rows."};
constexpr MetricName kRequestLogWritten{"request_log_rows_written_total",
                                        "Rows that the database of the request log has taken."};
constexpr MetricName kRequestLogDropped{"request_log_rows_dropped_total",
                                        "Rows of the request log that were lost, by reason."};

constexpr MetricName kEventLoopLag{"event_loop_lag_seconds", "How late a timer of the event loop fires."};
constexpr MetricName kLogLinesDropped{"log_lines_dropped_total",
                                      "Log lines lost to a slow or closed stdout."};
constexpr MetricName kSpansExported{"otel_spans_exported_total", "Spans that the collector has taken."};
constexpr MetricName kSpansDropped{"otel_spans_dropped_total", "Spans that were lost, by reason."};
constexpr MetricName kBuildInfo{"build_info", "Always 1; the labels say what is running."};
constexpr MetricName kShutdown{"shutdown_in_progress", "1 while the server drains before it exits."};
constexpr MetricName kProcessCpu{"process_cpu_seconds_total", "User and system CPU time of the process."};
constexpr MetricName kProcessMemory{"process_resident_memory_bytes", "Resident memory of the process."};
constexpr MetricName kProcessMemoryLimit{"process_memory_limit_bytes",
                                         "Memory that the process may use: of its control group, else of the "
                                         "machine."};
constexpr MetricName kProcessOpenFds{"process_open_fds", "Open file descriptors of the process."};
constexpr MetricName kProcessMaxFds{"process_max_fds", "Limit of open file descriptors."};
constexpr MetricName kProcessStart{"process_start_time_seconds", "Unix time at which the process began."};

} // namespace names

// A value that is not in its list is counted as kOther (methods: kOtherMethod), so that no input can make new
// time series.
namespace labels {

constexpr std::string_view kOther = "other";
constexpr std::string_view kOtherEndpoint = "/other";
constexpr std::string_view kOtherMethod = "OTHER";

constexpr std::array<std::string_view, 7> kMethods{"GET",    "HEAD",    "POST", "PUT",
                                                   "DELETE", "OPTIONS", "PATCH"};
constexpr std::array<std::string_view, 4> kProviders{"nanobanana", "gemini", "openai", "local"};
constexpr std::array<std::string_view, 8> kOutcomes{"ok",      "http_4xx", "http_429", "http_5xx",
                                                    "timeout", "connect",  "invalid",  "aborted"};
// Why the server refused a connection or its bytes.
constexpr std::array<std::string_view, 24> kGuardReasons{
    "header_size",  "header_count", "uri",      "body_size", "bad_length",  "te",
    "chunk",        "request_line", "header",   "host",      "expect",      "timeout_header",
    "timeout_body", "write_stall",  "idle",     "upgrade",   "version",     "pipelined",
    "limit",        "per_ip",       "draining", "memory",    "descriptors", "tls_handshake"};
// Those of them that refuse a connection as it comes, before any byte of it.
constexpr std::array<std::string_view, 4> kConnectionReasons{"limit", "per_ip", "draining", "descriptors"};
// Where a request was when its client left.
constexpr std::array<std::string_view, 4> kPhases{"upload", "queue", "edit", "response"};
// Why an edit got no turn: no room; its place went to another client; it waited too long.
constexpr std::array<std::string_view, 3> kQueueReasons{"full", "displaced", "timeout"};
// The result was there; it was being made; the key had been used for another request.
constexpr std::array<std::string_view, 3> kIdempotencyResults{"replayed", "joined", "differs"};
// validation is parsing, decode and mask_processing together; image_processing is plan, crop, align and
// composite together, and what lies between them.
constexpr std::array<std::string_view, 13> kImageOperations{"validation",
                                                            "image_processing",
                                                            "mask_processing",
                                                            "result_processing",
                                                            "decode",
                                                            "encode",
                                                            "plan",
                                                            "crop",
                                                            "provider_request",
                                                            "provider_answer",
                                                            "align",
                                                            "composite",
                                                            "fill"};
constexpr std::array<std::string_view, 8> kMaskOperations{"validation", "normalise", "grow",    "shrink",
                                                          "feather",    "invert",    "combine", "bounds"};
constexpr std::array<std::string_view, 4> kRedisOperations{"rate_limit", "claim", "read", "write"};
constexpr std::array<std::string_view, 4> kRedisFallbackReasons{"down", "timeout", "refused", "busy"};
constexpr std::array<std::string_view, 2> kRequestLogDropReasons{"queue_full", "shutdown"};
constexpr std::array<std::string_view, 3> kBreakerStates{"closed", "half_open", "open"};
constexpr std::array<std::string_view, 2> kAuthStatuses{"401", "403"};
// What becomes of spans that are not delivered.
constexpr std::array<std::string_view, 6> kSpanDropReasons{"queue_full", "refused",       "unreachable",
                                                           "rejected",   "out_of_memory", "shutdown"};
constexpr std::array<std::string_view, 2> kStatuses{"success", "error"};

} // namespace labels

namespace buckets {

inline const std::vector<double> kRequestSeconds{.005, .01, .025, .05, .1, .25, .5, 1,
                                                 2.5,  5,   10,   20,  30, 60,  90, 120};
inline const std::vector<double> kUpstreamSeconds{.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120};
inline const std::vector<double> kProcessingSeconds{.001, .0025, .005, .01, .025, .05, .1,
                                                    .25,  .5,    1,    2.5, 5,    10};
inline const std::vector<double> kRedisSeconds{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1};
inline const std::vector<double> kLagSeconds{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5};
inline const std::vector<double> kBytes{1 << 10, 1 << 14, 1 << 16, 1 << 18, 1 << 20,
                                        1 << 22, 1 << 23, 1 << 24, 1 << 25};
inline const std::vector<double> kPixels{1 << 16, 1 << 18, 1 << 19, 1 << 20,
                                         1 << 21, 1 << 22, 1 << 23, 1 << 24};

} // namespace buckets

} // namespace nb::telemetry
