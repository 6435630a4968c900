// Package all is the only list of connectors. A new connector is a folder beside this
// one and one line here.
package all

import (
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/baidu"
	"github.com/heliuhub/heliu/connectors/crm"
	"github.com/heliuhub/heliu/connectors/dingtalk"
	"github.com/heliuhub/heliu/connectors/email"
	"github.com/heliuhub/heliu/connectors/file"
	"github.com/heliuhub/heliu/connectors/kingdee"
	"github.com/heliuhub/heliu/connectors/sms"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/connectors/webhook"
	"github.com/heliuhub/heliu/connectors/wecom"
)

// Connectors lists every connector, by name.
func Connectors() []connectors.Connector {
	return []connectors.Connector{
		baidu.Connector,
		crm.Connector,
		dingtalk.Connector,
		email.Connector,
		file.Connector,
		kingdee.Connector,
		sms.Connector,
		webform.Connector,
		webhook.Connector,
		wecom.Connector,
	}
}
