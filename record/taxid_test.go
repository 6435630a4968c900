package record_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// What the standards say, written down a second time: GB 32100-2015 lists its 17
// weights and its 31 characters one by one, GB 11714-1997 counts letters on from 10.
const (
	usccChars = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	orgChars  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

var (
	usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	orgWeights  = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
)

func wantUSCC(body string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += strings.IndexByte(usccChars, body[i]) * w
	}
	for v := range 31 { // the check character is what makes the whole a multiple of 31
		if (sum+v)%31 == 0 {
			return usccChars[v]
		}
	}
	panic("unreachable")
}

func wantOrg(body string) byte {
	sum := 0
	for i, w := range orgWeights {
		sum += strings.IndexByte(orgChars, body[i]) * w
	}
	for v := range 11 {
		if (sum+v)%11 == 0 {
			return "0123456789X"[v]
		}
	}
	panic("unreachable")
}

// computed draws a code that no registry need have given out.
func computed(t *rapid.T) string {
	kind := rapid.SampledFrom([]string{"91", "92", "93", "12", "11", "52", "N1", "A1", "Y1"}).Draw(t, "kind")
	region := rapid.StringMatching(`[1-6][0-9]{5}`).Draw(t, "region")
	org := rapid.StringMatching(`[0-9A-HJ-NP-RTUWXY]{2}[0-9A-HJ-NP-RTUWXY]{6}`).Draw(t, "org")
	if org == "00000000" {
		org = "MA000001"
	}
	return string(record.MakeTaxID(kind, region, org))
}

func TestBothChecksOfTheTaxID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := computed(t)
		if len(c) != 18 || c[16] != wantOrg(c[8:16]) || c[17] != wantUSCC(c[:17]) {
			t.Fatalf("%s: want the checks %c and %c", c, wantOrg(c[8:16]), wantUSCC(c[:17]))
		}
		if id, g := record.ParseTaxID(c); string(id) != c || g != record.TaxIDOK {
			t.Fatalf("%s became %s (%s)", c, id, g)
		}
	})
}

// TestEitherCheckAloneIsNotEnough holds the one check right and breaks the other.
func TestEitherCheckAloneIsNotEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := []byte(computed(t))
		c[16] = rapid.SampledFrom([]byte(strings.ReplaceAll("0123456789X", string(c[16]), ""))).Draw(t, "wrong org check")
		c[17] = wantUSCC(string(c[:17]))
		if _, g := record.ParseTaxID(string(c)); g == record.TaxIDOK {
			t.Fatalf("%s passes with a wrong organisation code", c)
		}
	})
}

// TestWorkedExampleOfTheStandard: GB 32100 works out the sum 1640, and so 3, for this body.
func TestWorkedExampleOfTheStandard(t *testing.T) {
	for code, want := range map[string]record.TaxIDGrade{
		"91350100M000100Y43": record.TaxIDOK,
		"91350100M000100Y4Z": record.TaxIDMalformed, // Z is no character of the code
		"91350100M000100Y44": record.TaxIDBadCheck,
	} {
		if _, got := record.ParseTaxID(code); got != want {
			t.Errorf("%s is %s, want %s", code, got, want)
		}
	}
}

// TestACheckOfZero meets the value 31, which must become the character 0.
func TestACheckOfZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.Custom(computed).Filter(func(c string) bool { return c[17] == '0' || c[16] == '0' || c[16] == 'X' }).Draw(t, "code")
		if _, g := record.ParseTaxID(c); g != record.TaxIDOK {
			t.Fatalf("%s is %s", c, g)
		}
	})
}

func TestEverySlipOfAKeyIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := computed(t)
		for i := range 18 {
			for j := range len(usccChars) {
				if usccChars[j] == c[i] {
					continue
				}
				slip := c[:i] + string(usccChars[j]) + c[i+1:]
				if _, g := record.ParseTaxID(slip); g == record.TaxIDOK {
					t.Fatalf("%s passes, one character beside %s", slip, c)
				}
			}
			if i == 17 || c[i] == c[i+1] {
				continue
			}
			swap := c[:i] + string(c[i+1]) + string(c[i]) + c[i+2:]
			if _, g := record.ParseTaxID(swap); g == record.TaxIDOK {
				t.Fatalf("%s passes, two characters of %s swapped", swap, c)
			}
		}
	})
}

// TestGradesOfTheBadInputList holds the cases of the bad-input list that are about tax numbers.
func TestGradesOfTheBadInputList(t *testing.T) {
	good := string(record.MakeTaxID("91", "310000", "MA1B2C3D"))
	for _, c := range []struct {
		name, in string
		want     record.TaxIDGrade
	}{
		{"case 39 wrong check character", good[:17] + string(usccChars[(strings.IndexByte(usccChars, good[17])+1)%31]), record.TaxIDBadCheck},
		{"case 40 lower case", strings.ToLower(good), record.TaxIDOK},
		{"case 40 spaces", " " + good[:4] + " " + good[4:10] + "\t" + good[10:] + "  ", record.TaxIDOK},
		{"case 40 hyphens", good[:8] + "-" + good[8:16] + "-" + good[16:], record.TaxIDOK},
		{"case 40 ideographic and no-break spaces", good[:2] + "　" + good[2:9] + "\u00a0" + good[9:], record.TaxIDOK},
		{"case 40 zero width", "\ufeff" + good[:5] + "\u200b" + good[5:], record.TaxIDOK},
		{"case 40 full width", fullWidth(good), record.TaxIDOK},
		{"case 40 full width in lower case with hyphen", fullWidth(strings.ToLower(good[:8]) + "-" + good[8:]), record.TaxIDOK},
		{"case 41 letter I", good[:9] + "I" + good[10:], record.TaxIDMalformed},
		{"case 41 letter O", good[:9] + "O" + good[10:], record.TaxIDMalformed},
		{"case 41 letter S", good[:9] + "S" + good[10:], record.TaxIDMalformed},
		{"case 41 letter V", good[:9] + "V" + good[10:], record.TaxIDMalformed},
		{"case 41 letter Z", good[:9] + "Z" + good[10:], record.TaxIDMalformed},
		{"case 42 15-digit old number", "310000" + "00000001A", record.TaxIDLegacy},
		{"case 42 15 digits", "310105600000017", record.TaxIDLegacy},
		{"case 43 ID card ending in X", "11010519491231002X", record.TaxIDPersonal},
		{"case 43 ID card ending in x", "11010519491231002x", record.TaxIDPersonal},
		{"case 43 ID card of digits", "440524188001010014", record.TaxIDPersonal}, // born in 1880: a specimen
		{"case 43 ID card with a wrong check", "440524198001010014", record.TaxIDBadCheck},
		{"case 43 ID card in month 13", idCard("11010519491331002"), record.TaxIDBadCheck},
		{"case 43 ID card on day 0", idCard("11010519491200002"), record.TaxIDBadCheck},
		{"case 49 zeros pass both checks", "000000000000000000", record.TaxIDPlaceholder},
		{"case 49 nines", "999999999999999999", record.TaxIDPlaceholder},
		{"case 49 ones", "111111111111111111", record.TaxIDPlaceholder},
		{"case 49 letters", "AAAAAAAAAAAAAAAAAA", record.TaxIDPlaceholder},
		{"case 49 counting up passes mod 31", "123456789012345678", record.TaxIDPlaceholder},
		{"case 49 counting up from 0", "012345678901234567", record.TaxIDPlaceholder},
		{"case 49 fifteen zeros", "000000000000000", record.TaxIDPlaceholder},
		{"case 49 no organisation", string(record.MakeTaxID("91", "310000", "00000000")), record.TaxIDPlaceholder},
		{"letter in the region", good[:4] + "A" + good[5:], record.TaxIDMalformed},
		{"17 characters", good[:17], record.TaxIDMalformed},
		{"19 characters", good + "0", record.TaxIDMalformed},
		{"15 characters, no region", "ABCDEF000000017", record.TaxIDMalformed},
		{"words", "未开票", record.TaxIDMalformed},
		{"18 bytes of Han", "统一社会信用", record.TaxIDMalformed},
		{"nothing", "", record.TaxIDMalformed},
		{"a blank", "　", record.TaxIDMalformed},
	} {
		id, got := record.ParseTaxID(c.in)
		if got != c.want {
			t.Errorf("%s: %q is %s, want %s", c.name, c.in, got, c.want)
		}
		if got == record.TaxIDOK && string(id) != good {
			t.Errorf("%s: %q became %s, want %s", c.name, c.in, id, good)
		}
	}
}

// TestNoLetterIsRepaired: I might be 1 and O might be 0, but a guess is never applied.
func TestNoLetterIsRepaired(t *testing.T) {
	if got := record.NormalizeTaxID(" i-o s\u3000v_z "); got != "IOSVZ" {
		t.Errorf("became %q", got)
	}
}

func TestAnyTextGetsOneGrade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9A-Z]{15}|[0-9A-Z]{18}|[0-9]{18}|[0-9]{17}X`)).Draw(t, "text")
		id, g := record.ParseTaxID(s)
		if string(id) != record.NormalizeTaxID(s) {
			t.Fatalf("%q became %q, its normal form is %q", s, id, record.NormalizeTaxID(s))
		}
		if g != record.TaxIDOK {
			return
		}
		n := string(id)
		if len(n) != 18 || n[16] != wantOrg(n[8:16]) || n[17] != wantUSCC(n[:17]) {
			t.Fatalf("%q is ok and should not be", s)
		}
	})
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r + 0xfee0
		}
		return r
	}, s)
}

// idCard completes 17 digits by GB 11643: the whole is 1 modulo 11 under the weights 2^(18−i).
func idCard(body string) string {
	sum := 0
	for i := range 17 {
		sum += int(body[i]-'0') << (17 - i)
	}
	for v := range 11 {
		if (sum+v)%11 == 1 {
			return body + string("0123456789X"[v])
		}
	}
	panic("unreachable")
}
