package wecom

import (
	"errors"

	"github.com/heliuhub/heliu/fault"
)

// errNobody says that no recipient of a call is a member.
var errNobody = errors.New("wecom: no recipient is valid")

// errcodes of the server API that decide something.
const (
	codeBadToken     = 40014
	codeTokenExpired = 42001
	codeFrequency    = 45009
	codeConcurrency  = 45033
	codeBadScan      = 40029
	codeNobody       = 81013
	codeNoTarget     = 82001
)

// refusedCredentials are the errcodes that IT must mend, with what is wrong.
var refusedCredentials = map[int]string{
	40001:            "the secret is wrong",
	40091:            "the secret is wrong",
	40013:            "the corp ID is wrong",
	codeBadToken:     "the token was refused twice",
	codeTokenExpired: "the token was refused twice",
	48002:            "the application lacks the permission for this interface",
	60020:            "this machine's address is not on the application's list of trusted addresses",
	301002:           "the secret is not of this AgentId",
	93000:            "the robot key is wrong, or the robot was removed",
}

// faultOf makes a fault of an errcode. errmsg is left out: it repeats addresses and ids.
func faultOf(code int) error {
	if why, there := refusedCredentials[code]; there {
		return fault.Newf("source_unauthorized", "errcode %d: %s", code, why)
	}
	switch code {
	case -1, codeConcurrency:
		return fault.Newf("source_error", "errcode %d: the system is busy", code)
	case codeNobody, codeNoTarget:
		return errNobody
	case codeBadScan:
		return fault.Newf("sign_in_code", "errcode %d", code)
	}
	return fault.Newf("message_refused", "errcode %d", code)
}
