package mapping

import (
	"strings"

	"github.com/heliuhub/heliu/record"
)

// taxIDCodes gives the fault code of each grade that may not be used.
var taxIDCodes = map[record.TaxIDGrade]string{
	record.TaxIDMalformed:   "uscc_malformed",
	record.TaxIDPlaceholder: "uscc_placeholder",
	record.TaxIDBadCheck:    "uscc_checksum",
	record.TaxIDPersonal:    "personal_tax_id",
	record.TaxIDLegacy:      "legacy_tax_id",
}

func fnTaxID(_ *state, _ *rule, in string) (string, fail) {
	id, grade := record.ParseTaxID(in)
	if grade == record.TaxIDOK {
		return string(id), fail{}
	}
	return "", fail{taxIDCodes[grade], ""}
}

func fnMobile(_ *state, _ *rule, in string) (string, fail) {
	m, ok := record.ParseMobile(in)
	if !ok {
		return "", fail{"bad_phone", "not a mobile number"}
	}
	return string(m), fail{}
}

// fnPhone gives the digits of any phone number; a mainland number loses its
// country code, so that one number has one form.
func fnPhone(_ *state, _ *rule, in string) (string, fail) {
	if m, ok := record.ParseMobile(in); ok {
		return string(m), fail{}
	}
	t := record.NormalizeWidth(in)
	d := record.NormalizePhone(t)
	if len(d) < 3 || len(d) > 20 {
		return "", fail{"bad_phone", "not a phone number"}
	}
	national := ""
	switch {
	case strings.HasPrefix(d, "0086"):
		national = d[4:]
	case strings.HasPrefix(t, "+86"), strings.HasPrefix(t, "(+86"):
		national = d[2:]
	}
	switch {
	case len(national) < 7:
		return d, fail{}
	case national[0] == '0', national[0] == '1', strings.HasPrefix(national, "400"), strings.HasPrefix(national, "800"):
		return national, fail{}
	}
	return "0" + national, fail{} // an area code, whose leading 0 falls away abroad
}

func fnEmail(_ *state, _ *rule, in string) (string, fail) {
	e, ok := record.ParseEmail(record.NormalizeWidth(in))
	if !ok {
		return "", fail{"bad_email", ""}
	}
	return e, fail{}
}
