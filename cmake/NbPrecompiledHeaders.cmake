# Precompiled headers, one for each set of compile flags, shared with REUSE_FROM: what most sources of that kind include,
# by count. They hold headers of others only, so that a change of ours never rebuilds them. g++ refuses one (an error,
# through -Winvalid-pch) where a macro that it has seen differs, so the users define what the owner does.

# nb_add_precompiled_headers(<target> LIBS … HEADERS … [OPTIONS …]): compiles HEADERS once, for REUSE_FROM <target>.
function(nb_add_precompiled_headers target)
  cmake_parse_arguments(ARG "" "" "LIBS;HEADERS;OPTIONS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/${target}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Nothing: only its precompiled header is used.\n")
  add_library(${target} OBJECT ${source})
  target_link_libraries(${target} PRIVATE nb_flags ${ARG_LIBS})
  target_compile_options(${target} PRIVATE ${ARG_OPTIONS})
  target_precompile_headers(${target} PRIVATE ${ARG_HEADERS})
endfunction()

set(NB_CORE_HEADERS
    <algorithm>
    <array>
    <atomic>
    <chrono>
    <cmath>
    <functional>
    <memory>
    <mutex>
    <optional>
    <stop_token>
    <utility>
    <vector>
    <QByteArray>
    <QDateTime>
    <QDir>
    <QFile>
    <QFuture>
    <QHash>
    <QJsonArray>
    <QJsonDocument>
    <QJsonObject>
    <QList>
    <QPromise>
    <QRect>
    <QSet>
    <QString>
    <QStringList>
    <QTimer>
    <tl/expected.hpp>
    <opencv2/core.hpp>
    <opencv2/imgproc.hpp>)
set(NB_TEST_HEADERS <QCoreApplication> <QProcess> <QRandomGenerator> <QSignalSpy> <QTemporaryDir> <QTest>)
set(NB_WIDGETS_HEADERS
    <QApplication>
    <QBoxLayout>
    <QComboBox>
    <QDialog>
    <QFormLayout>
    <QImage>
    <QKeyEvent>
    <QLabel>
    <QLineEdit>
    <QPainter>
    <QPainterPath>
    <QPushButton>
    <QSettings>
    <QSlider>
    <QSpinBox>
    <QToolButton>
    <QUndoStack>
    <QWidget>)

nb_add_precompiled_headers(nb_core_headers LIBS Qt6::Core tl::expected opencv_core opencv_imgproc HEADERS ${NB_CORE_HEADERS})
if(NB_BUILD_STUDIO)
  nb_add_precompiled_headers(
    nb_widgets_headers
    LIBS Qt6::Widgets tl::expected opencv_core opencv_imgproc
    HEADERS ${NB_CORE_HEADERS} ${NB_WIDGETS_HEADERS})
endif()
if(NB_BUILD_TESTS)
  # Qt Network, since <QTest> asks whether it is there.
  nb_add_precompiled_headers(
    nb_test_headers
    LIBS Qt6::Test Qt6::Network tl::expected opencv_core opencv_imgproc
    OPTIONS ${NB_TEST_OPTIONS}
    HEADERS ${NB_CORE_HEADERS} ${NB_TEST_HEADERS})
  if(NB_BUILD_STUDIO)
    nb_add_precompiled_headers(
      nb_widgets_test_headers
      LIBS Qt6::Test Qt6::Network Qt6::Widgets tl::expected opencv_core opencv_imgproc
      OPTIONS ${NB_TEST_OPTIONS}
      HEADERS ${NB_CORE_HEADERS} ${NB_TEST_HEADERS} ${NB_WIDGETS_HEADERS})
  endif()
endif()
