-- works.lua: Lua 5.4 and LuaJIT: coroutines, and error caught by pcall. `lua works.lua WORK N`.

local clock = os.clock                                  -- process CPU time; neither has a finer clock of its own

local function check(right, what)
  if not right then
    io.stderr:write("wrong answer: ", what, "\n")
    os.exit(1)
  end
end

local function status(field)
  for line in io.lines("/proc/self/status") do
    local kib = line:match("^" .. field .. ":%s*(%d+)")
    if kib then return kib * 1024 end
  end
end

local function count(n)
  for i = 0, n - 1 do coroutine.yield(i) end
end

local function flat(n)
  local next = coroutine.wrap(count)
  local sum = 0
  local start = clock()
  local v = next(n)
  while v do
    sum = sum + v
    v = next()
  end
  local ns = (clock() - start) * 1e9 / n
  check(sum == n * (n - 1) / 2, "the sum of a flat generator")
  return ns
end

local function walk(node, nodes)
  if node > nodes then return end
  walk(2 * node, nodes)
  coroutine.yield(node)
  walk(2 * node + 1, nodes)
end

local function tree(n)
  local next = coroutine.wrap(walk)
  local sum = 0
  local start = clock()
  local v = next(1, n)
  while v do
    sum = sum + v
    v = next()
  end
  local ns = (clock() - start) * 1e9 / n
  check(sum == n * (n + 1) / 2, "the sum of a tree generator")
  return ns
end

local function echo(v)
  while true do v = coroutine.yield(v) end
end

local function object(n)
  local enter = coroutine.wrap(echo)
  local sum = 0
  local start = clock()
  for i = 0, n - 1 do sum = sum + enter(i) end
  local ns = (clock() - start) * 1e9 / n
  check(sum == n * (n - 1) / 2, "the sum of a coroutine")
  return ns
end

local function descend(depth, value)
  if depth == 0 then error(value, 0) end
  return 1 + descend(depth - 1, value)
end

local function raise(depth)
  return function(n)
    local sum = 0
    local start = clock()
    for i = 0, n - 1 do
      local _, v = pcall(descend, depth, i)
      sum = sum + v
    end
    local ns = (clock() - start) * 1e9 / n
    check(sum == n * (n - 1) / 2, "the sum of n errors")
    return ns
  end
end

-- Closures that ask each other; nil is the end.
local function range(n)
  local i = -1
  return function()
    i = i + 1
    if i < n then return i end
  end
end

local function map(f, source)
  return function()
    local v = source()
    if v ~= nil then return f(v) end
  end
end

local function filter(test, source)
  return function()
    for v in source do
      if test(v) then return v end
    end
  end
end

local function take(n, source)
  return function()
    n = n - 1
    if n >= 0 then return source() end
  end
end

local function next_one(x) return x + 1 end
local function triple(x) return 3 * x end
local function less_seven(x) return x - 7 end
local function not_of_five(x) return x % 5 ~= 0 end
local function not_of_seven(x) return x % 7 ~= 0 end
local function positive(x) return x > 0 end

local function right_sum(n)
  local sum = 0
  for i = 0, n - 1 do
    local x = 3 * (i + 1)
    if (i + 1) % 5 ~= 0 and x % 7 ~= 0 and x > 7 then sum = sum + 3 * (x - 7 + 1) end
  end
  return sum
end

local function pipeline(n)
  local s = filter(not_of_seven, map(triple, filter(not_of_five, map(next_one, range(n)))))
  s = take(n, map(triple, map(next_one, filter(positive, map(less_seven, s)))))
  local sum = 0
  local start = clock()
  for v in s do sum = sum + v end
  local ns = (clock() - start) * 1e9 / n
  check(sum == right_sum(n), "the sum of a pipeline")
  return ns
end

local function hold(n)
  local all = {}
  for i = 1, n do
    local next = coroutine.wrap(count)
    check(next(2 + i % 2) == 0, "a generator's first value")
    all[i] = next
  end
  return all
end

local function check_held(all)
  for i = 1, #all, 1000 do check(all[i]() == 1, "a held generator's second value") end
end

local function hold_time(n)
  local start = clock()
  local all = hold(n)
  local ns = (clock() - start) * 1e9 / n
  check_held(all)
  return ns
end

local function growth(field)
  return function(n)
    local before = status(field)
    local all = hold(n)
    local bytes = (status(field) - before) / n
    check_held(all)
    return bytes
  end
end

local function collect(n)
  local all = hold(n)
  local best = math.huge
  for _ = 1, 6 do
    local start = clock()
    collectgarbage()
    best = math.min(best, (clock() - start) * 1e3)
  end
  check_held(all)
  return best
end

local works = {
  flat = flat, tree = tree, object = object, ["pipeline-10"] = pipeline,
  ["raise-0"] = raise(0), ["raise-1000"] = raise(1000),
}
local once = {
  ["hold-time"] = hold_time, ["hold-bytes"] = growth("VmRSS"), ["hold-tables"] = growth("VmPTE"), collect = collect,
}

-- The least of up to five runs after a warm-up; a slow system makes do with two.
local function best(run, n)
  run(n)
  local least, start = math.huge, clock()
  for i = 1, 5 do
    if i > 2 and clock() - start > 0.4 then break end
    least = math.min(least, run(n))
  end
  return least
end

local name, n = arg[1], tonumber(arg[2])
local figure = once[name] and once[name](n) or best(works[name], n)
print(string.format("%.4f", figure))
