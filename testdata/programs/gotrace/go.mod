module tracewaits
go 1.26
