//go:build heliu_rls_alone

package access

// filters is off in the build that tests row-level security alone; cmd/heliu does not
// compile in it.
const filters = false
