package totp

import (
	"crypto/rand"
	"strings"

	"github.com/heliuhub/heliu/access"
)

// RecoveryCodes is how many recovery codes a factor has.
const RecoveryCodes = 10

// NewRecovery makes recovery codes of 80 random bits each, so that a fast hash suffices,
// and their hashes for the account.
func NewRecovery(account string) (codes []string, hashes []access.Hash) {
	for range RecoveryCodes {
		b := make([]byte, 10)
		_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
		t := strings.ToLower(b32.EncodeToString(b))
		code := t[:4] + "-" + t[4:8] + "-" + t[8:12] + "-" + t[12:]
		codes = append(codes, code)
		hashes = append(hashes, recoveryHash(account, code))
	}
	return codes, hashes
}

// recoveryHash forgives how people write a code down: case, spaces, hyphens, and the
// digits that stand for letters, of which base32 has neither 0 nor 1 nor 8.
func recoveryHash(account, code string) access.Hash {
	plain := strings.NewReplacer("-", "", " ", "", "0", "o", "1", "i", "8", "b").Replace(strings.ToLower(strings.TrimSpace(code)))
	return access.HashToken(account + ":" + plain)
}
