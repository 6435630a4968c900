package dingtalk

import (
	"time"

	"github.com/heliuhub/heliu/fault"
)

// errcodes that decide something.
const (
	codeWrapped   = 88 // the true one stands in sub_code
	codeTooFast   = 130101
	codeNoMember  = 60121
	codeSameToday = 143106
	codeDayFull   = 143105
)

const (
	// muted is how long a robot that was too fast may not speak.
	muted = 10 * time.Minute
	// rest is the pause after a limit of the organisation, restToday after a member's.
	restABit  = time.Minute
	restToday = time.Hour
)

func deadToken(code int) bool { return code == 40014 || code == 42001 }

var refusedCredentials = map[int]string{
	310000: "the robot's security check failed: signature, keyword or address list",
	300001: "the robot's token is wrong",
	300005: "the robot's token is wrong",
	40014:  "the token was refused twice",
	42001:  "the token was refused twice",
	40078:  "the key or the secret is wrong",
	40089:  "the key or the secret is wrong",
	60020:  "this machine's address is not on the application's list",
	60011:  "the application lacks the permission for this interface",
}

// faultOf makes a fault of an errcode; nil for 0. errmsg is left out: it repeats ids.
func faultOf(code int) error {
	if why, there := refusedCredentials[code]; there {
		return fault.Newf("source_unauthorized", "errcode %d: %s", code, why)
	}
	switch code {
	case 0:
		return nil
	case -1:
		return fault.Newf("source_error", "errcode %d: the system is busy", code)
	case codeTooFast:
		return fault.Newf("channel_muted", "errcode %d", code).After(muted)
	case 90002, 90018, 90019:
		return fault.Newf("source_rate_limited", "errcode %d", code).After(restABit)
	}
	return fault.Newf("message_refused", "errcode %d", code)
}
