package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: ghu FILE.toml")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(scenario(newGroup())), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "writing the scenario of the hospital group:", err)
		os.Exit(1)
	}
}
