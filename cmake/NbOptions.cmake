# Flags that every target of ours shares, and the two functions that declare a library and a test.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(NB_CCACHE ccache)
if(NB_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${NB_CCACHE})
endif()

add_library(nb_flags INTERFACE)
target_include_directories(nb_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(
  nb_flags
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wold-style-cast
            -Wcast-qual
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wsuggest-override
            $<$<BOOL:${NB_WERROR}>:-Werror>)
target_compile_definitions(
  nb_flags INTERFACE QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_TO_ASCII QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
                     NB_VERSION="${PROJECT_VERSION}")

if(NB_SANITIZE)
  add_compile_options(-fsanitize=${NB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NB_SANITIZE})
endif()

# nb_add_library(<folder> SOURCES … [PUBLIC …] [PRIVATE …]): static library nb_<folder>, alias nb::<folder>.
function(nb_add_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(nb_${name} STATIC ${ARG_SOURCES})
  add_library(nb::${name} ALIAS nb_${name})
  target_link_libraries(nb_${name} PUBLIC ${ARG_PUBLIC} PRIVATE nb_flags ${ARG_PRIVATE})
  target_include_directories(nb_${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# nb_add_test(<file without .cpp> LIBS … [SOURCES …] [TIMEOUT s]): one Qt Test executable, registered with ctest
# under its path below tests/, for example core/mask/tst_ops.
function(nb_add_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" target ${folder}_${name})
  add_executable(${target} ${name}.cpp ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${target} PRIVATE nb_flags Qt6::Test ${ARG_LIBS})
  add_test(NAME ${folder}/${name} COMMAND ${target})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${folder}/${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()
