package fault

import "net/http"

var _ = register(map[string]Entry{ // the bus and its embedded broker
	"bus_message_too_large": {Invalid, http.StatusRequestEntityTooLarge, "消息超过总线上限（4 MiB），请拆分该记录", "the message is larger than the bus takes (4 MiB); split the record"},
	"bus_bad_address":       {Invalid, 0, "消息总线地址（HELIU_KAFKA）填写不正确", "the address of the bus (HELIU_KAFKA) is not valid"},
	"bus_sign_in_failed":    {Transient, 0, "Kafka拒绝了用户名、密码或认证方式，请检查HELIU_KAFKA里的用户与mechanism", "Kafka refused the user, the password or the mechanism; look at the user and the mechanism in HELIU_KAFKA"},
	"bus_not_trusted":       {Transient, 0, "Kafka的TLS证书不受信任或与地址不符，请检查HELIU_KAFKA里的ca与server_name", "the TLS certificate of Kafka is not trusted or not one of its address; look at ca and server_name in HELIU_KAFKA"},
	"bus_topic_failed":      {Transient, 0, "无法创建或检查消息总线的主题，请检查Kafka权限与状态", "a topic of the bus could not be made or checked; look at the rights and the state of Kafka"},
	"broker_data_in_use":    {Conflict, 0, "数据目录正被另一个消息服务使用，请先停止它或换一个目录", "another broker uses this data directory; stop it or choose another"},
	"broker_disk_failed":    {Internal, 0, "磁盘拒绝写入，内置消息服务已停止应答：已确认的记录都在盘上，未确认的请由发送方重发。请检查磁盘后重新启动", "the disk refused a write and the embedded broker answers no more: what was acknowledged is on disk, senders send the rest again; see to the disk, then start again"},
	"broker_failed":         {Internal, 0, "内置消息服务无法启动，请检查数据目录与监听地址", "the embedded broker could not start; look at its data directory and address"},
})
