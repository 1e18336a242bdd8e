module dumps

go 1.26
