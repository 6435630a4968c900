package webform

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestMembersAreThoseOfEncodingJSON(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching("[ -~\u00e9\u4e2d\u0001]{0,12}")
	rapid.Check(t, func(t *rapid.T) {
		in := map[string]any{}
		for name, v := range rapid.MapOf(text, rapid.SliceOfN(text, 0, 3)).Draw(t, "members") {
			switch len(v) {
			case 0:
				in[name] = nil
			case 1:
				in[name] = v[0]
			default:
				in[name] = map[string]any{v[0]: v, "n": 12.50}
			}
		}
		obj, err := json.MarshalIndent(in, "", rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "indent"))
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(obj, &want); err != nil {
			t.Fatal(err)
		}
		got, err := members(obj)
		if err != nil || !maps.EqualFunc(got, want, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			t.Fatalf("of %s: %s, %v, want %s", obj, got, err, want)
		}
	})
	for _, bad := range []string{"", "[]", `{"a":1`, `{"a"}`, "1"} {
		if got, err := members([]byte(bad)); err == nil {
			t.Errorf("%q gives %s", bad, got)
		}
	}
}

func TestIDsAreJudgedAsTheirFormsSay(t *testing.T) {
	t.Parallel()
	token := regexp.MustCompile(`^[A-Za-z0-9._:-]{1,128}$`)
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9._:-]{0,130}`), rapid.StringMatching(`[a-z-]?(86|0086)?1[2-9][0-9]{8,10}[a-z]?`), rapid.StringMatching(`0[0-9]{2,3}-?[0-9]{6,9}`)).Draw(t, "id")
		if got, want := plainToken(id), token.MatchString(id); got != want {
			t.Errorf("plainToken(%q) is %t", id, got)
		}
		if got, want := holdsPhone(id), phoneForm.MatchString(id); got != want {
			t.Errorf("holdsPhone(%q) is %t", id, got)
		}
	})
}
