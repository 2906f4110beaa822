package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// fetch is a program for the scripts: it prints what an address answers, to a GET or, with a body, to a POST.
func fetch() {
	var res *http.Response
	var err error
	if len(os.Args) > 2 {
		res, err = http.Post(os.Args[1], "text/plain", strings.NewReader(os.Args[2]))
	} else {
		res, err = http.Get(os.Args[1])
	}
	if err == nil {
		defer res.Body.Close()
		_, err = io.Copy(os.Stdout, res.Body)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
