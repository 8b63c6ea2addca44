# One folder, one target, one namespace. The link line of a target is the list of folders it may include;
# tools/check-includes compares the includes with the table in ARCHITECTURE.md.

# What all that we compile has in common, and what a sanitizer's build adds to nearly all of it.
add_library(mooring_plain_options INTERFACE)
add_library(mooring_options INTERFACE)
target_link_libraries(mooring_options INTERFACE mooring_plain_options)
target_compile_options(mooring_plain_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-omit-frame-pointer
    -Wno-missing-field-initializers  # designated initializers leave out what has a default
    $<$<CONFIG:Debug>:-Og -g1>
    $<$<CONFIG:Release>:-O2 -g1>)
# GCC 12 reports false positives from inlined library code for these two: at -O2, and the first one also in a sanitizer's
# build, where std::stop_source hands itself out in its constructor.
target_compile_options(mooring_plain_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-error=maybe-uninitialized>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-error=restrict>)
target_compile_definitions(mooring_plain_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_include_directories(mooring_plain_options INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)

set(MOORING_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
if(MOORING_SANITIZE)
    target_compile_options(mooring_options INTERFACE -fsanitize=${MOORING_SANITIZE} -fno-sanitize-recover=undefined)
    target_link_options(mooring_options INTERFACE -fsanitize=${MOORING_SANITIZE})
endif()

find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# mooring_library(NAME SOURCES file... DEPENDS target...): a static library with the project's warnings.
# A name like `storage_sqlite` becomes the target `mooring_storage_sqlite`.
function(mooring_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
    add_library(mooring_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(mooring_${name} PUBLIC mooring_options ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
endfunction()

# mooring_test(NAME SOURCES file... DEPENDS target...): one GoogleTest binary per folder, `NAME_test`.
function(mooring_test name)
    if(NOT MOORING_TESTS)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    add_executable(${name}_test ${ARG_SOURCES})
    target_link_libraries(${name}_test PRIVATE mooring_options ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE MOORING_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
endfunction()

# mooring_fuzz(NAME SOURCES file... DEPENDS target...): a libFuzzer target, `NAME_fuzz`.
function(mooring_fuzz name)
    if(NOT MOORING_FUZZ)
        return()
    endif()
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    add_executable(${name}_fuzz ${ARG_SOURCES})
    target_link_libraries(${name}_fuzz PRIVATE mooring_options ${ARG_DEPENDS})
    target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
endfunction()
