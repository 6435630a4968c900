package record_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

func TestNormalizeWidth(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"full width", "ＡＢＣ　１２３（ａ）．－", "ABC 123(a).-"},
		{"case stays", "Acme", "Acme"},
		{"case 60 direction override", "云杉\u202e技科\u202c", "云杉技科"},
		{"case 60 every override and isolate", "a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b", "ab"},
		{"case 60 zero width", "\ufeff云\u200b杉\u200c科\u200d技", "云杉科技"},
		{"control characters part words", "a\x00b\x1fc\u0085d", "a b c d"},
		{"blanks around", " \t\u00a0　云杉 \r\n", "云杉"},
		{"case 59 rare Han and emoji", "𠮷䶮😀", "𠮷䶮😀"},
		{"compatibility forms", "㈱①", "(株)1"},
		{"nothing", "\u200b ", ""},
	} {
		if got := record.NormalizeWidth(c.in); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestNormalizeName(t *testing.T) {
	for want, spellings := range map[string][]string{
		"云杉科技(虚构市)有限公司": {
			"云杉科技(虚构市)有限公司", "云杉科技（虚构市）有限公司", "云杉科技【虚构市】有限公司", "云杉科技〔虚构市〕有限公司",
			"云杉科技﹙虚构市﹚有限公司", "云杉科技［虚构市］有限公司", "云杉科技「虚构市」有限公司",
			" 云杉 科技 （虚构市） 有限公司 ", "云杉科技　(虚构市)　　有限公司", "云\u200b杉科技(虚构市)有限公司\u202e",
		},
		"acme devices co.": {"Acme Devices Co.", "ACME  DEVICES   CO.", "Ａｃｍｅ　Ｄｅｖｉｃｅｓ Ｃｏ．", "acme\tdevices\u00a0co."},
		"acme云杉":           {"ACME云杉", "Acme 云杉", "Acme  云杉"},
		"acme(云杉)":         {"Acme (云杉)", "Acme 【云杉】", "ACME【 云杉 】"},
		"米歇尔·杜邦":           {"米歇尔·杜邦", "米歇尔•杜邦", "米歇尔・杜邦", "米歇尔‧杜邦"},
		"":                 {"", "  ", "\u200b"},
	} {
		for _, s := range spellings {
			if got := record.NormalizeName(s); got != want {
				t.Errorf("%q became %q, want %q", s, got, want)
			}
		}
	}
}

// TestDifferentNamesStayDifferent: a changed word is another name, whatever it means.
func TestDifferentNamesStayDifferent(t *testing.T) {
	seen := map[string]string{}
	for _, s := range []string{
		"云杉科技有限公司", "云杉科技股份有限公司", "云杉科技(集团)有限公司", "云杉(虚构市)科技有限公司", "虚构市云杉科技有限公司",
		"云杉科技有限公司分公司", "雲杉科技有限公司", "云衫科技有限公司", "Acme Devices", "AcmeDevices", "Acme-Devices", "Acme Devices Co.",
	} {
		n := record.NormalizeName(s)
		if other, double := seen[n]; double {
			t.Errorf("%q and %q are one name", s, other)
		}
		seen[n] = s
	}
}

// TestSpacesBesideHanSayNothing strews blanks into a name and wants the same name.
func TestSpacesBesideHanSayNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"云杉", "(", ")", "医疗", "有限公司", "科"}), 1, 8).Draw(t, "words")
		gap := rapid.SampledFrom([]string{"", " ", "　", "\u00a0 ", "\t"})
		loose := gap.Draw(t, "before")
		for _, w := range words {
			loose += w + gap.Draw(t, "gap")
		}
		if got, want := record.NormalizeName(loose), strings.Join(words, ""); got != want {
			t.Fatalf("%q became %q, want %q", loose, got, want)
		}
	})
}

func TestNormalFormsAreStable(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ABab12 　\t（)【】·•—-_云杉ｘＸ\u200b\u202e\u00a0㈱")), 0, 20, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		for name, f := range map[string]func(string) string{
			"NormalizeWidth": record.NormalizeWidth, "NormalizeName": record.NormalizeName,
			"NormalizeNumber": record.NormalizeNumber, "NormalizeTaxID": record.NormalizeTaxID,
		} {
			if once := f(s); f(once) != once {
				t.Fatalf("%s of %q is %q, then %q", name, s, once, f(once))
			}
		}
	})
}
