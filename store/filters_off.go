//go:build heliu_rls_alone

package store

import "regexp"

var (
	ownByArgument = regexp.MustCompile(`(?i)\b(?:\w+\.)?workspace = (\$\d+)`)
	ownBySetting  = regexp.MustCompile(`(?i)\b(?:\w+\.)?workspace = current_setting\('app\.workspace'\)::uuid`)
)

// filtered takes a query's own conditions on the workspace out, in the build that tests
// row-level security alone; cmd/heliu does not compile in it.
func filtered(query string) string {
	return ownBySetting.ReplaceAllString(ownByArgument.ReplaceAllString(query, "($1::text is not null)"), "true")
}
