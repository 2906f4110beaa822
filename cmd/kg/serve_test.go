package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// fetch is a program for the scripts: it prints what an address answers, to a GET or, with a body, to a POST. It comes from
// the page that ORIGIN names, and prints the status where that is why it is refused.
func fetch() {
	method, body, media := http.MethodGet, "", "text/plain"
	if len(os.Args) > 2 {
		method, body = http.MethodPost, os.Args[2]
	}
	if strings.HasPrefix(body, "{") {
		media = "application/json"
	}
	err := func() error {
		req, err := http.NewRequest(method, os.Args[1], strings.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", media)
		if origin := os.Getenv("ORIGIN"); origin != "" {
			req.Header.Set("Origin", origin)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if res.StatusCode == http.StatusForbidden {
			fmt.Println(res.StatusCode)
			return nil
		}
		_, err = io.Copy(os.Stdout, res.Body)
		return err
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
