# DuckDB's C library as DuckDB::DuckDB: the system's where it has one, else what tools/fetch-duckdb put aside.
execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/../tools/fetch-duckdb --where
    OUTPUT_VARIABLE DUCKDB_FETCHED OUTPUT_STRIP_TRAILING_WHITESPACE)

find_path(DUCKDB_INCLUDE_DIR duckdb.h HINTS ${DUCKDB_FETCHED}/include)
find_library(DUCKDB_LIBRARY duckdb HINTS ${DUCKDB_FETCHED}/lib)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB REQUIRED_VARS DUCKDB_LIBRARY DUCKDB_INCLUDE_DIR
    REASON_FAILURE_MESSAGE "run tools/setup, which fetches it")

if(DuckDB_FOUND AND NOT TARGET DuckDB::DuckDB)
    add_library(DuckDB::DuckDB SHARED IMPORTED)
    set_target_properties(DuckDB::DuckDB PROPERTIES IMPORTED_LOCATION ${DUCKDB_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${DUCKDB_INCLUDE_DIR})
endif()
mark_as_advanced(DUCKDB_INCLUDE_DIR DUCKDB_LIBRARY)
