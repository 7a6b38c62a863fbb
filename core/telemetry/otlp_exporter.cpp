#include "core/telemetry/otlp_exporter.h"

#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include "core/telemetry/otlp_protobuf.h"
#include <algorithm>
#include <mutex>
#include <new>

namespace nb::telemetry {

// All but add() and its queue is used on the exporter's thread only.
class OtlpExporter::Worker : public QObject {
public:
    Worker(OtlpOptions options, const BatchOptions& batch, SpanAttributes resource, Metrics& metrics)
        : m_options(std::move(options)), m_batch(batch), m_resource(std::move(resource)), m_metrics(metrics) {
        m_schedule.setParent(this);
        m_schedule.setSingleShot(true);
        connect(&m_schedule, &QTimer::timeout, this, [this] {
            m_paused = false;
            deliverNext();
        });
    }

    void add(Span span) {
        bool wake = false;
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed || m_queue.size() >= m_batch.queueSize) {
                m_metrics.spansDropped(m_closed ? "shutdown" : "queue_full", 1);
                return;
            }
            m_queue.append(std::move(span));
            wake = m_queue.size() == 1 || m_queue.size() == batchSize();
        }
        if (wake)
            QMetaObject::invokeMethod(
                this, [this] { onAdded(); }, Qt::QueuedConnection);
    }

    // Delivers what there is, drops the rest when the time is over, and ends the thread.
    void flush() {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        QTimer::singleShot(m_batch.flushTimeout, this, [this] { end(); });
        m_schedule.stop();
        if (m_delivery)
            m_delivery->hurry();
        deliverNext();
    }

private:
    int batchSize() const { return std::min(m_batch.batchSize, m_batch.queueSize); }

    qsizetype waiting() {
        const std::lock_guard lock(m_mutex);
        return m_queue.size();
    }

    bool isClosed() {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }

    QList<Span> takeBatch() {
        const std::lock_guard lock(m_mutex);
        QList<Span> batch = m_queue.mid(0, batchSize());
        m_queue.remove(0, batch.size());
        return batch;
    }

    // A whole batch goes at once, a smaller one when it has waited long enough.
    void onAdded() {
        if (m_paused || isClosed())
            return;
        if (waiting() >= batchSize())
            deliverNext();
        else if (!m_schedule.isActive())
            m_schedule.start(m_batch.scheduleDelay);
    }

    void deliverNext() {
        if (m_delivery && m_delivery->isBusy())
            return;
        const QList<Span> batch = takeBatch();
        if (batch.isEmpty()) {
            if (isClosed())
                end();
            return;
        }
        m_inDelivery = batch.size();
        QByteArray request;
        try {
            request = exportRequest(m_resource, "nanobanana", NB_VERSION, batch);
        } catch (const std::bad_alloc&) {
            onDelivered({.dropReason = "out_of_memory", .cause = QStringLiteral("out of memory")});
            return;
        }
        if (!m_delivery) // made here, since its sockets belong to this thread
            m_delivery = std::make_unique<OtlpDelivery>(m_options);
        if (isClosed())
            m_delivery->hurry();
        m_delivery->send(request, [this](const DeliveryOutcome& outcome) { onDelivered(outcome); });
    }

    void onDelivered(const DeliveryOutcome& outcome) {
        const qint64 spans = std::exchange(m_inDelivery, 0);
        if (outcome.delivered) {
            const qint64 rejected = std::min(outcome.rejectedSpans, spans);
            m_metrics.spansExported(spans - rejected);
            if (rejected > 0)
                m_metrics.spansDropped("rejected", rejected);
        } else {
            m_metrics.spansDropped(outcome.dropReason, spans);
        }
        logChange(outcome);
        m_schedule.stop();
        if (isClosed())
            outcome.delivered ? deliverNext() : end();
        else if (outcome.pause.count() > 0)
            pause(outcome.pause);
        else if (waiting() >= batchSize())
            QMetaObject::invokeMethod(
                this, [this] { deliverNext(); }, Qt::QueuedConnection);
        else if (waiting() > 0)
            m_schedule.start(m_batch.scheduleDelay);
    }

    void pause(std::chrono::milliseconds duration) {
        m_paused = true;
        m_schedule.start(duration);
    }

    // One line when it begins to fail and one when it works again, not one for each batch.
    void logChange(const DeliveryOutcome& outcome) {
        const QString state = !outcome.delivered          ? QStringLiteral("Traces cannot be delivered")
                              : outcome.rejectedSpans > 0 ? QStringLiteral("The collector rejects spans")
                              : !outcome.cause.isEmpty()  ? QStringLiteral("The collector has a warning")
                                                          : QString();
        if (state == m_loggedState)
            return;
        m_loggedState = state;
        const QString collector = m_options.target.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
        if (state.isEmpty())
            log::info(QStringLiteral("Traces are delivered again"),
                      {{QStringLiteral("collector"), collector}});
        else
            log::warning(
                state, {{QStringLiteral("collector"), collector}, {QStringLiteral("cause"), outcome.cause}});
    }

    void end() {
        if (m_delivery) // which may be the one that is calling us
            m_delivery.release()->deleteLater();
        if (const qint64 lost = std::exchange(m_inDelivery, 0) + takeAll(); lost > 0)
            m_metrics.spansDropped("shutdown", lost);
        thread()->quit();
    }

    qint64 takeAll() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_queue, {}).size();
    }

    const OtlpOptions m_options;
    const BatchOptions m_batch;
    const SpanAttributes m_resource;
    Metrics& m_metrics;
    std::mutex m_mutex; // guards the next two
    QList<Span> m_queue;
    bool m_closed = false;
    std::unique_ptr<OtlpDelivery> m_delivery;
    QTimer m_schedule;     // until the next delivery that is not of a whole batch, or until a pause is over
    bool m_paused = false; // as the collector asked
    qint64 m_inDelivery = 0;
    QString m_loggedState;
};

OtlpExporter::OtlpExporter(OtlpOptions options, const BatchOptions& batch, SpanAttributes resource,
                           Metrics& metrics)
    : m_worker(std::make_unique<Worker>(std::move(options), batch, std::move(resource), metrics)) {
    m_thread.setObjectName(QStringLiteral("traces"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

OtlpExporter::~OtlpExporter() {
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get()] { worker->flush(); }, Qt::QueuedConnection);
    m_thread.wait();
}

void OtlpExporter::add(Span span) {
    m_worker->add(std::move(span));
}

} // namespace nb::telemetry
