# Flags that every target of ours shares, and the functions that declare a library and the tests of a folder.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# ccache takes sources with precompiled headers only if it may ignore what the headers' macros and clock did; set here, so
# that nobody needs a configuration.
find_program(NB_CCACHE ccache)
if(NB_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
                                  ${NB_CCACHE})
endif()

add_library(nb_flags INTERFACE)
target_include_directories(nb_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(
  nb_flags
  INTERFACE -pthread # some packages ask for it, and its macro must be the same wherever a precompiled header is used
            -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wold-style-cast
            -Wcast-qual
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wsuggest-override
            $<$<BOOL:${NB_WERROR}>:-Werror>
            $<$<AND:$<BOOL:${NB_CCACHE}>,$<CXX_COMPILER_ID:GNU>>:-fpch-preprocess>)
target_compile_definitions(
  nb_flags INTERFACE QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
                     QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
                     NB_VERSION="${PROJECT_VERSION}")

if(NB_SANITIZE)
  add_compile_options(-fsanitize=${NB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NB_SANITIZE})
endif()

# moc reads every header that it finds, which takes half a second for a file; without include paths it finds none, writes
# the same code, and is not run again because a header changed.
# nb_enable_moc(<target>): AUTOMOC, by a moc that ignores include paths.
function(nb_enable_moc target)
  set(moc ${CMAKE_BINARY_DIR}/moc-without-includes)
  get_target_property(NB_MOC Qt6::moc LOCATION)
  configure_file(${CMAKE_SOURCE_DIR}/cmake/moc-without-includes.in ${moc} @ONLY USE_SOURCE_PERMISSIONS)
  set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOMOC_EXECUTABLE ${moc})
endfunction()

# nb_add_library(<folder> SOURCES … [PUBLIC …] [PRIVATE …] [WIDGETS]): static library nb_<folder>, alias nb::<folder>.
# WIDGETS: it uses Qt Widgets, and their precompiled headers.
function(nb_add_library name)
  cmake_parse_arguments(ARG "WIDGETS" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(nb_${name} STATIC ${ARG_SOURCES})
  add_library(nb::${name} ALIAS nb_${name})
  target_link_libraries(nb_${name} PUBLIC ${ARG_PUBLIC} PRIVATE nb_flags ${ARG_PRIVATE})
  target_include_directories(nb_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  if(ARG_WIDGETS)
    target_precompile_headers(nb_${name} REUSE_FROM nb_widgets_headers)
  else()
    target_precompile_headers(nb_${name} REUSE_FROM nb_core_headers)
  endif()
endfunction()

# Tests are compiled far more often than they run. Qt Test defines two paths that differ in each folder and would keep
# the precompiled headers from being shared; none of our tests looks for its data by them.
set(NB_TEST_OPTIONS $<$<NOT:$<CONFIG:Debug>>:-O1> -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)

# nb_add_tests(TESTS … LIBS … [SOURCES …] [TIMEOUT s] [WIDGETS]): the Qt Test classes in <test>.cpp of this folder, in one
# executable build/tests/<folder with _> (target of the same name), each registered with ctest under its path below
# tests/, for example core/mask/tst_ops. SOURCES: what they share. WIDGETS: may make widgets; runs without a screen.
function(nb_add_tests)
  cmake_parse_arguments(ARG "WIDGETS" "TIMEOUT" "TESTS;SOURCES;LIBS" ${ARGN})
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" target ${folder})
  list(TRANSFORM ARG_TESTS APPEND .cpp OUTPUT_VARIABLE sources)
  add_executable(${target} ${sources} ${ARG_SOURCES})
  nb_enable_moc(${target})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${target} PRIVATE nb_flags nb::test_main Qt6::Test Qt6::Network ${ARG_LIBS})
  target_compile_options(${target} PRIVATE ${NB_TEST_OPTIONS})
  if(ARG_WIDGETS)
    target_precompile_headers(${target} REUSE_FROM nb_widgets_test_headers)
  else()
    target_precompile_headers(${target} REUSE_FROM nb_test_headers)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  foreach(test IN LISTS ARG_TESTS)
    add_test(NAME ${folder}/${test} COMMAND ${target} ${test})
    set_tests_properties(${folder}/${test} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
    if(ARG_WIDGETS)
      set_tests_properties(${folder}/${test} PROPERTIES ENVIRONMENT QT_QPA_PLATFORM=offscreen)
    endif()
  endforeach()
endfunction()
