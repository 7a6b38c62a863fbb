#include "ui/desktop/tools/area_tool.h"

#include "ui/desktop/text/error_text.h"
#include <utility>

namespace nb::desktop {

AreaTool::AreaTool(const ToolContext& context, QObject* parent)
    : Tool(context.document, parent), m_settings(context.settings), m_job(context.document, context.pool) {
    connect(&m_job, &MaskJob::runningChanged, this, &Tool::busyChanged);
    connect(&m_job, &MaskJob::failed, this, [this](const Error& error) {
        Q_EMIT failed(error.code == ErrorCode::MaskEmpty ? tr("Nothing stands out here; mark it more closely")
                      : error.code == ErrorCode::InvalidArgument ? tr("The mark is too small")
                                                                 : errorText(error));
    });
}

void AreaTool::select(const mask::Coverage& coverage, mask::CoverageMode lay) {
    if (coverage.bounds.isEmpty())
        return;
    constexpr double kPixelsWithinAFrame = 250'000;
    const double pixels = double(coverage.bounds.width()) * coverage.bounds.height();
    m_job.run(name(), pixels > kPixelsWithinAFrame ? MaskJob::Where::Pool : MaskJob::Where::Here,
              [coverage, lay, opacity = m_settings.value(Setting::Opacity)](const mask::Mask& mask,
                                                                            const std::stop_token& stop) {
                  return mask::applyCoverage(mask, coverage, lay, opacity, stop);
              });
}

void AreaTool::select(Find find, mask::CoverageMode lay) {
    m_job.run(name(), MaskJob::Where::Pool,
              [find = std::move(find), lay, opacity = m_settings.value(Setting::Opacity)](
                  const mask::Mask& mask, const std::stop_token& stop) -> Result<mask::Delta> {
                  const Result<mask::Coverage> coverage = find(stop);
                  if (!coverage.has_value())
                      return coverage.error();
                  return mask::applyCoverage(mask, *coverage, lay, opacity, stop);
              });
}

} // namespace nb::desktop
