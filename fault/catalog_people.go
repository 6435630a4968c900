package fault

var _ = register(map[string]Entry{ // employees and what they own
	"no_successor":     {Invalid, 0, "没有指明由谁接手，请选择一位在职员工", "nobody is named who takes over; choose an employee who works here"},
	"bad_successor":    {Invalid, 0, "接手人已离职或就是本人，请选择另一位在职员工", "who takes over has left or is the same person; choose another employee who works here"},
	"no_manager":       {Conflict, 0, "这位员工没有在职的上级，请改为指定接手人", "nobody above this employee still works here; name a successor instead"},
	"handover_changed": {Conflict, 0, "预览之后待办已有变化，请重新预览再交接", "what there is to hand over changed since the preview; preview again"},
	"handover_undone":  {Conflict, 0, "这次交接已经撤销过", "this handover was undone already"},
	"account_taken":    {Conflict, 0, "该账号已关联到其他员工，请先解除原有关联", "the account is linked to another employee; take that link away first"},
	"no_account":       {Conflict, 0, "这位员工没有关联账号", "no account is linked to this employee"},
	"last_admin":       {Conflict, 0, "这是最后一位管理员，关闭后无人能管理；请先任命另一位管理员", "this is the last administrator; make somebody else one first"},
})
