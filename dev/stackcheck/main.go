// Reads the stack's configuration with the parsers of those who run it: docker compose's and Alloy's.
//
//	go run . DOCKER_COMPOSE_YML CONFIG_ALLOY
//
// Prints the services of all profiles and the components of Alloy, a line each; fails at what does not parse.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/grafana/alloy/syntax/ast"
	"github.com/grafana/alloy/syntax/parser"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: stackcheck docker-compose.yml config.alloy")
	}
	options, err := cli.NewProjectOptions(os.Args[1:2], cli.WithProfiles([]string{"*"}), cli.WithResolvedPaths(true))
	if err != nil {
		log.Fatal(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range project.ServiceNames() {
		fmt.Println("service", name)
	}
	source, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	file, err := parser.ParseFile(os.Args[2], source)
	if err != nil {
		log.Fatal(err)
	}
	for _, statement := range file.Body {
		if block, ok := statement.(*ast.BlockStmt); ok {
			fmt.Println("component", strings.Join(block.Name, "."), block.Label)
		}
	}
}
