# Rate import: asks for one currency after the other. Arguments: seconds, "all" (one question for all twenty).
require 'json'
require 'net/http'

def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

TRUTH = { fetch_s: 0.0, convert_s: 0.0, requests: 0 }
CURRENCIES = (1..20).map { |n| format('C%02d', n) }

def fetch_rate(http, currency)
  start = now
  answer = http.get("/?ms=10&currency=#{currency}").body
  TRUTH[:fetch_s] += now - start
  JSON.parse(answer)['price']
end

def convert_prices(rate)
  start = now
  prices = (1..2000).map { |cents| (cents * rate / 100.0).round(2).to_s }
  TRUTH[:convert_s] += now - start
  prices.length
end

def import_rates(http, all)
  rate = fetch_rate(http, CURRENCIES.join(',')) if all
  CURRENCIES.each { |currency| convert_prices(all ? rate : fetch_rate(http, currency)) }
  TRUTH[:requests] += 1
end

start = now
Net::HTTP.start('127.0.0.1', 7001) do |http|
  import_rates(http, ARGV[1] == 'all') while now - start < ARGV[0].to_f
end
cpu = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
puts JSON.generate(TRUTH.merge(cpu_s: cpu, threads: 1, window_s: now - start))
