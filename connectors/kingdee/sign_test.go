package kingdee

import (
	"encoding/json"
	"testing"
)

// The first vector is computed from the published scheme, the second is a public
// constant of the vendor's Python SDK 8.2.0.
func TestSignatureVectors(t *testing.T) {
	for _, v := range []struct {
		appID, secret, acct, user, path, ts, clientSecret, api, appdata, kd string
	}{
		{
			"900001_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u", "fake-app-secret-0001", "6600aabbccdd01", "integration",
			"/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc", "1767225600",
			"AAEHB1IGDwBbD1NRV1dSXgVYUAkKWwld",
			"YWUzZTEwMzQyYWRhYWY1OTc0MDI5ZWViYTIxMzM3NDVlZjg3MDY4NDZlYWNlYzQ0ZWY1MjM2YzBlZmZhMmVhOQ==",
			"NjYwMGFhYmJjY2RkMDEsaW50ZWdyYXRpb24sMjA1MiwxMDA=",
			"YjdjMjY2OTMwMTFhM2Y5ZjEyNjYzMjk1MmQ2YTUzYmRiYTNiZDU2ZGU4MDQ4NjliOWJkY2M2N2FkMGUwODBjMg==",
		},
		{
			"123456_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4", "test-app-secret-value", "dcid-1", "user-1",
			"/K3Cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc", "1700000000", "",
			"MjNhMzg5MmZiMWE1MTQ1ZGE5NWFkYmZiZWYxYzhlY2NjNzcwM2ZjNDJlZTczMzBhNzkxOTk1ODhjNDZkMTEzYw==", "",
			"NjI5MzRiZGVhNGJhOWY2N2Y2YzQ2MzQ5ODA3N2JiZTRiMDRmOTUwNjI3YWIzODU1ODBkZDdhNzgwMzdmMDgxMg==",
		},
	} {
		s, err := newSigner(v.acct, v.user, v.appID, v.secret, "2052", "100")
		if err != nil {
			t.Fatal(err)
		}
		h := s.headers(v.path, v.ts, v.ts)
		if v.clientSecret != "" && s.clientSecret != v.clientSecret {
			t.Errorf("client secret %s", s.clientSecret)
		}
		if got := h.Get("X-Api-Signature"); got != v.api {
			t.Errorf("X-Api-Signature %s, want %s", got, v.api)
		}
		if got := h.Get("X-Kd-Appdata"); v.appdata != "" && got != v.appdata {
			t.Errorf("X-Kd-Appdata %s", got)
		}
		if got := h.Get("X-Kd-Signature"); got != v.kd {
			t.Errorf("X-Kd-Signature %s, want %s", got, v.kd)
		}
	}
}

func TestApplicationIDs(t *testing.T) {
	if s, err := newSigner("a", "u", "plain", "s", "2052", "100"); err != nil || len(s.headers("/p", "1", "1")) != 3 {
		t.Errorf("an application id without a client part sends the X-Kd headers alone: %v", err)
	}
	if _, err := newSigner("a", "u", "1_not base64", "s", "2052", "100"); err == nil {
		t.Error("a broken application id was taken")
	}
}

func TestLoginBySign(t *testing.T) {
	got := loginSign("6600aabbccdd01", "integration", "900001_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u", "fake-app-secret-0001", "1767225600")
	if want := "981f0bf375480ea1812ede477a88eccebd821ce2f756a0f66cd3fa7aa3dd1a01"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCleanNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"2400.0000000000": "2400", "2399.9999999999995": "2400", "0.30000000000000004": "0.3", "1234567890.1000001": "1234567890.1",
		"-0.1000000000": "-0.1", "1E+3": "1000", "100030": "100030", "9007199254740993": "9007199254740993", "12345678.91": "12345678.91", "0.0000000000": "0",
	} {
		if got, ok := clean(json.Number(in)).(json.Number); !ok || got.String() != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
	if clean("2400.0000000000") != "2400.0000000000" || clean(nil) != nil {
		t.Error("what is no number was changed")
	}
}
