package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/store/seal"
)

var here = seal.Place{Workspace: "w", Connection: "c", Field: "secret/password"}

func code(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	return f.Code
}

func TestWhatIsSealedOpensInItsPlaceAlone(t *testing.T) {
	k := seal.NewKeyring()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SliceOf(rapid.Byte()).Draw(t, "value")
		p := seal.Place{Workspace: rapid.String().Draw(t, "w"), Connection: rapid.String().Draw(t, "c"), Field: rapid.String().Draw(t, "f")}
		e, id, err := k.Seal(p, value)
		if err != nil || id != k.CurrentID() {
			t.Fatal(err)
		}
		if len(value) >= 8 && bytes.Contains(e, value) {
			t.Fatal("the value stands in its envelope")
		}
		got, err := k.Open(p, e)
		if err != nil || !bytes.Equal(got, value) {
			t.Fatalf("%x, %v", got, err)
		}
		again, _, err := k.Seal(p, value)
		if err != nil || bytes.Equal(again, e) {
			t.Fatal("two envelopes of one value are equal")
		}
		moved := []seal.Place{
			{Workspace: p.Workspace + "x", Connection: p.Connection, Field: p.Field},
			{Workspace: p.Workspace, Connection: p.Connection + "x", Field: p.Field},
			{Workspace: p.Workspace, Connection: p.Connection, Field: p.Field + "x"},
			{Workspace: p.Workspace + p.Connection, Connection: "", Field: p.Field}, // the same letters, cut elsewhere
		}
		for _, q := range moved {
			if q == p {
				continue
			}
			if _, err := k.Open(q, e); code(err) != "sealed_unreadable" {
				t.Fatalf("opened in %+v: %v", q, err)
			}
		}
		i := rapid.IntRange(0, len(e)-1).Draw(t, "byte")
		e[i] ^= 1
		if _, err := k.Open(p, e); err == nil {
			t.Fatalf("opened with byte %d changed", i)
		}
		if _, err := k.Open(p, e[:i]); err == nil {
			t.Fatalf("opened when cut at %d", i)
		}
	})
}

func TestRotationReWrapsAndForgets(t *testing.T) {
	k := seal.NewKeyring()
	e, first, err := k.Seal(here, []byte("v"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, changed, err := k.Rewrap(here, e); err != nil || changed {
		t.Errorf("re-wrapped under the same key: %t, %v", changed, err)
	}
	if err := k.Rotate(t.Context()); err != nil || k.CurrentID() == first {
		t.Fatal(err)
	}
	if v, err := k.Open(here, e); err != nil || string(v) != "v" {
		t.Errorf("the old key is gone too early: %v", err)
	}
	fresh, id, changed, err := k.Rewrap(here, e)
	if err != nil || !changed || id != k.CurrentID() {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh[len(fresh)-12-16-1:], e[len(e)-12-16-1:]) {
		t.Error("the value was encrypted anew: re-wrapping changes the key's wrapping alone")
	}
	if err := k.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v, err := k.Open(here, fresh); err != nil || string(v) != "v" {
		t.Error(err)
	}
	if _, err := k.Open(here, e); code(err) != "keys_missing" {
		t.Errorf("an envelope under a forgotten key: %v", err)
	}
}

func TestTheKeyFileIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	var wg sync.WaitGroup
	rings := make([]*seal.Keyring, 8)
	for i := range rings {
		wg.Go(func() {
			k, err := seal.OpenKeyring(path)
			if err != nil {
				t.Error(err)
			}
			rings[i] = k
		})
	}
	wg.Wait()
	e, _, err := rings[0].Seal(here, []byte("v"))
	if err != nil {
		t.Fatal(err)
	}
	hash, err := rings[0].Derive("hash")
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range rings {
		if v, err := k.Open(here, e); err != nil || string(v) != "v" {
			t.Errorf("ring %d has another key: %v", i, err)
		}
	}
	if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", fi.Mode(), err)
	}
	if err := rings[0].Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := seal.OpenKeyring(path)
	if err != nil || again.CurrentID() != rings[0].CurrentID() {
		t.Fatalf("after a restart: %v", err)
	}
	if v, err := again.Open(here, e); err != nil || string(v) != "v" {
		t.Error(err)
	}
	same, err := again.Derive("hash")
	if err != nil || !bytes.Equal(same, hash) {
		t.Error("a derived key changed with a rotation")
	}
	if other, err := again.Derive("other"); err != nil || bytes.Equal(other, hash) {
		t.Error("two purposes share a key")
	}
}

func TestABadKeyFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	if _, err := seal.OpenKeyring(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenKeyring(path); code(err) != "keys_missing" || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that others may read: %v", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"empty": "", "cut": string(good[:len(good)/2]), "no keys": "{}", "short key": `{"current":"a","keys":{"a":"AAAA"},"root":"AAAA"}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.OpenKeyring(path); code(err) != "keys_missing" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAKeyThatAnotherProcessMadeIsFound: programs that share a key file need no restart
// when one of them rotates.
func TestAKeyThatAnotherProcessMadeIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	one, err := seal.OpenKeyring(path)
	if err != nil {
		t.Fatal(err)
	}
	two, err := seal.OpenKeyring(path)
	if err != nil {
		t.Fatal(err)
	}
	from := one.CurrentID()
	if err := one.RotateTo(t.Context(), "other", "knew"); err == nil {
		t.Error("it rotates from a key that is not the current one")
	}
	for range 2 { // as often as it is called once
		if err := one.RotateTo(t.Context(), from, "knew"); err != nil {
			t.Fatal(err)
		}
	}
	p := seal.Place{Workspace: "w", Connection: "c", Field: "secret/x"}
	sealed, id, err := one.Seal(p, []byte("value"))
	if err != nil || id != "knew" {
		t.Fatalf("%s, %v", id, err)
	}
	if got, err := two.Open(p, sealed); err != nil || string(got) != "value" {
		t.Errorf("%q, %v", got, err)
	}
	if two.CurrentID() != "knew" {
		t.Errorf("the other process still seals under %s", two.CurrentID())
	}
	if err := two.RotateTo(t.Context(), "knew", "knewer"); err != nil {
		t.Fatal(err)
	}
	if one.CurrentID() != "knewer" {
		t.Error("a rotation is lost")
	}
}
