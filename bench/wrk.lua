-- What wrk asks for, and its result as one line of JSON. Arguments choose the requests:
--   (none)                      the URL as it stands
--   ranges FILE_SIZE LENGTH     random ranges of the file
--   post FILE                   POST of the file, which is JSON

local seeds = 0

function setup(thread)
    seeds = seeds + 1
    thread:set("seed", seeds)
end

function init(args)
    math.randomseed(seed * 7919)
    if args[1] == "post" then
        local file = assert(io.open(args[2], "rb"))
        wrk.method, wrk.body = "POST", file:read("*a")
        wrk.headers["Content-Type"] = "application/json"
        file:close()
        wrk.init(args)  -- which makes the request
    end
    if args[1] == "ranges" then
        local size, length = tonumber(args[2]), tonumber(args[3])
        request = function()
            local first = math.random(0, size - length)
            wrk.headers["Range"] = "bytes=" .. first .. "-" .. (first + length - 1)
            return wrk.format()
        end
    end
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "bytes": %d, "microseconds": %d, "p99_microseconds": %d, "failed": %d}\n',
        summary.requests, summary.bytes, summary.duration, latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
