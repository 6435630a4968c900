package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/heliuhub/heliu/fault"
)

const (
	argonKeyLen  = 32
	argonSaltLen = 16
)

// cost of argon2id (RFC 9106): the memory in KiB, passes and lanes that OWASP's
// password storage guidance names as its minimum.
var cost = phc{memory: 19 << 10, passes: 2, lanes: 1}

// hashing bounds how many passwords are hashed at once: each takes 19 MiB.
var hashing = make(chan struct{}, 4)

// HashPassword gives the PHC text of a password's argon2id hash with a fresh salt.
func HashPassword(password string) string {
	salt := make([]byte, argonSaltLen)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	hashing <- struct{}{}
	sum := argon2.IDKey([]byte(password), salt, cost.passes, cost.memory, cost.lanes, argonKeyLen)
	<-hashing
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.memory, cost.passes, cost.lanes, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// VerifyPassword compares a password with its PHC text in constant time. A text that
// cannot be read, such as the empty one of no account, compares false as slowly as any other.
func VerifyPassword(phc, password string) bool {
	p, err := parsePHC(phc)
	if err != nil {
		p = cost
		p.salt, p.sum = make([]byte, argonSaltLen), make([]byte, argonKeyLen+1) // no hash is so long
	}
	hashing <- struct{}{}
	got := argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, argonKeyLen)
	<-hashing
	return subtle.ConstantTimeCompare(got, p.sum) == 1
}

type phc struct {
	memory, passes uint32
	lanes          uint8
	salt, sum      []byte
}

func parsePHC(s string) (phc, error) {
	var p phc
	var version int
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return p, errors.New("access: not an argon2id hash")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return p, errors.New("access: unknown argon2 version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil {
		return p, fmt.Errorf("access: argon2 parameters: %w", err)
	}
	if p.memory > 1<<20 || p.passes > 16 || p.passes == 0 || p.lanes == 0 {
		return p, errors.New("access: argon2 parameters out of range")
	}
	var err error
	if p.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return p, fmt.Errorf("access: argon2 salt: %w", err)
	}
	if p.sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(p.sum) != argonKeyLen {
		return p, errors.New("access: argon2 hash of a wrong length")
	}
	return p, nil
}

// CheckPassword refuses a password that is too easy for the account.
func CheckPassword(signIn, password string) error {
	if utf8.RuneCountInString(password) < 10 || len(password) > 1024 || strings.EqualFold(strings.TrimSpace(password), signIn) {
		return fault.New("weak_password", nil).At("password", "")
	}
	return nil
}

// NormalizeSignIn is the form in which sign-in names are kept and compared, or the
// fault bad_sign_in.
func NormalizeSignIn(s string) (string, error) {
	valid := utf8.ValidString(s) // lower case would repair it
	s = strings.ToLower(strings.TrimSpace(s))
	if n := utf8.RuneCountInString(s); !valid || n < 3 || n > 64 || strings.ContainsAny(s, " \t\r\n\u3000\x00") {
		return "", fault.New("bad_sign_in", nil).At("sign_in", "")
	}
	return s, nil
}
