package mapping_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

var fence = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestDocs: both pages name every function with its row, and their example with
// its tests runs as it stands there.
func TestDocs(t *testing.T) {
	for _, file := range []string{"../docs/mapping.md", "../docs/mapping.en.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for line := range strings.Lines(string(page)) {
			if strings.HasPrefix(line, "| `") {
				rows = append(rows, strings.SplitN(line, "|", 3)[1])
			}
		}
		for _, fn := range mapping.Functions() {
			if !slices.ContainsFunc(rows, func(r string) bool { return strings.Contains(r, "`"+fn+"`") }) {
				t.Errorf("%s has no row for the function %s", file, fn)
			}
		}
		blocks := fence.FindAllSubmatch(page, -1)
		if len(blocks) != 2 {
			t.Fatalf("%s: %d YAML blocks, want the example and its tests", file, len(blocks))
		}
		mapping.RunTests(t, blocks[0][1], blocks[1][1])
	}
}
