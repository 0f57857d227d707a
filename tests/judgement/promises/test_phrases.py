"""What clerks write of dates, plans and states, each with the verdict of a careful reader.

Every phrase stands in 整改进展 of one problem (feedback 2025-03-18, no day of notice) and is judged on 2025-09-26, once
while the problem is open, and once with the signals of relapse that it gives under 已完成.
"""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.promises import find, judge
from rectify_xl.judgement.risks.contradictions import contradicted, promise_passed, still_at_it, told_ahead
from rectify_xl.judgement.risks.subjects import risk_subjects

AS_OF = date(2025, 9, 26)

DONE = """
7月31日已完成
已于7月31日完成采购
7月31日完成了设备安装
7月31日召开专题会议
于7月31日印发《用印管理办法》
《用印管理办法》于7月31日通过党委会审议并印发
7月31日通过验收
7月31日全部到位
资金已于7月31日拨付到位
7月31日前已全部整改到位
已按要求于7月31日前完成整改
按计划于7月31日完成清查
按照巡察组要求，7月31日开展了专项检查
7月31日组织党员干部到红色教育基地参观
7月31日与供应商签订补充协议
7月31日，镇党委书记主持召开专题会，研究部署整改工作
7月31日学习了有关文件精神
8月15日退回违规发放补贴1.2万元
6月5日至6月9日对12个村进行了专项检查
截至7月31日，已收回欠款12万元
截止7月31日，已收回欠款12万元
截至8月底，12户全部搬离
计划于6月底完成，实际于7月5日完成
原定6月30日前完成，现已完成
延期到7月31日，现已完成
7月31日完成100%
7月31日如期完成验收
7月31日起执行新的报销标准
自7月1日起施行
会议纪要（2025年7月31日）已归档
2025年7月31日县财政局批复同意
7月31日发放整改通知书
7月31日上线运行
7月31日完成招标并签订合同
8月20日张贴公示
7月31日将设备移交卫生院
7月31日要求各科室自查
7月5日安排专人清理档案
7月31日应邀参加县局培训
7月31日主要负责人带队检查
已于7月31日将结余资金上缴财政
已于6月底前收回全部借款
各党支部在7月中旬，分别召开研讨会
7月31日给予2人诫勉处理
7月31日取消3家供应商资格
7月31日终止与该公司的合同
7月31日制定采购计划并下发
4名借调人员已于6月底前回到原单位
工程7月31日竣工并交付使用
7月31日校务会研究通过
7月31日收到县财政拨款
经查，7月31日已办理完毕
7月31日补缴完毕
7月31日整改完毕
7月31日销号
7月20日至31日集中开展排查
于7月底全面完成清理
7月已完成
在7月31日的党委会上通过了该办法
会议于7月31日召开
培训班7月31日结束
计划7月31日完成，已于8月5日完成
拟于7月31日召开推进会，现已召开
4月份已完成3个村的清查
2025年5月，学校修订《食堂采购办法》
5月20日、6月18日两次召开家长会
院党委于6月12日听取专题汇报
2025年6月，局机关开展“回头看”
该项工作已于2025年6月底前全部完成
食堂承包合同已于7月1日终止
2025.7.31完成采购，验收合格
2025/7/31完成验收
七月三十一日召开会议
七月底已全部完成
7月底已搞定
7月份搞完了
7月31号开完会了
一是7月3日召开党委会专题研究；二是7月10日印发整改方案；三是7月20日前已全部整改到位。
2025年7月，卫生院与3名借调医生签订补充协议，并报区卫健局备案。
局党组于2025年4月20日召开专题民主生活会，对照检查存在的问题。
学校已于5月8日将多收的资料费退还学生，合计2.3万元。
6月3日镇财政所完成对账，6月10日补记往来款12万元。
村级账目于2025年6月15日移交镇三资办。
2025年5月20日县纪委给予当事人党内警告处分。
截至8月31日，16户危房全部改造完成。
截至2025年8月底已清收欠款85万元，清收率100%。
制度于4月1日经职工代表大会审议通过，4月10日起施行。
5月12日书记带队到敬老院开展安全检查，现场交办问题4个，均已整改。
7月1日食堂重新开业
7月2日起由专人值守
7月5日，原供应商退出
6月30日欠款全部归还
6月30日账户余额清零
8月1日新系统投入使用
5月30日之前已清零
《财务管理办法》2025年6月1日起施行
已于2025年7月10日提请党委会研究同意
主体工程2025年6月封顶，8月交付
2025年7月取得施工许可证
7月15日县住建局组织验收，验收合格
7月16日验收并通过
按照“7月底前完成”的要求，已于7月25日完成
按期于7月31日完成
提前于7月20日完成
如期在7月底完成整改
7月18日收到批复
7月18日批复下达
现已完成（7月31日）
已完成整改（2025年7月31日验收）
2025年6月18日补充签订劳动合同5份
3月25日成立专班
4月2日—4月10日逐户走访
4月2日至10日，逐户走访了126户
到7月31日完成
到7月底全部完成
6月至7月31日完成
7月1日—7月31日完成
从7月1日开始至7月31日结束
争取年底前完成，已于8月底完成
7月31日基本完成
7月31日初步完成
7月31日已基本到位
7月31日已启动
7月31日已安排
8月20日卫生院组织全员培训，参训46人
8月20日镇纪委对其谈话提醒
8月中旬，村委会将账目公开上墙
5月起实行双人双锁
6月底集中销毁过期药品87盒
7月10日拆除违建3处
学校于7月初更新了消防器材
截至目前，8月份工资已补发到位
4月19日街道办主任现场督办
7月2日，该科室负责人向院长作检讨
9月1日起食堂由学校自营
7月24日与银行对账无误
9月10日前已反馈群众
财政局7月份拨来专项资金20万元
7月收到退款3.2万元
已在8月份党员大会上通报
7月15日完成资产贴标，账实相符
"""
"""Told as done, by positive words; the plan that the sentence itself settles counts as kept too."""

AHEAD = """
须于7月31日前完成|broken|RK103
应于7月31日前完成|broken|RK103
限7月31日前整改到位|broken|RK103
限于7月31日前办结|broken|RK103
承诺7月31日前还款|broken|RK103
要求7月31日前完成|broken|RK103
目标7月31日完成|broken|RK103
安排在7月31日召开|broken|RK103
最迟7月31日完成|broken|RK103
不晚于7月31日交付|broken|RK103
不迟于7月31日上报|broken|RK103
延期到7月31日|broken|RK103
推迟到7月31日召开|broken|RK103
顺延至7月31日|broken|RK103
完成时限：7月31日|broken|RK103
完成时限：2025年7月31日|broken|RK103
整改时限为2025年7月31日|broken|RK103
7月31日截止|broken|RK103
截止日期7月31日|broken|RK103
7月31日计划完成|broken|RK103
7月31日要完成|broken|RK103
7月31日可完成|broken|RK103
7月31日有望完成|broken|RK103
有望于7月31日完成|broken|RK103
7月31日验收取消|broken|RK101
7月31日未完成|broken|RK101
7月31日没有完成|broken|RK101
7月31日逾期未完成|broken|RK101
截至7月31日仍未完成|due|RK101
拟于7月31日召开|broken|RK103
拟于7月中旬完成培训|broken|RK103
计划7月底前完成采购|broken|RK103
预计7月31日上线|broken|RK103
力争7月31日前竣工|broken|RK103
确保7月31日前全部归档|broken|RK103
争取7月底完成|broken|RK103
将于7月31日进行验收|broken|RK103
7月31日将组织验收|broken|RK103
定于7月31日召开|broken|RK103
暂定7月31日开标|broken|RK103
已计划于7月31日完成|broken|RK103
已安排7月31日前完成|broken|RK103
已要求各科室7月31日前整改到位|broken|RK103
已责令施工方7月31日前完工|broken|RK103
已制定方案，拟于7月31日实施|broken|RK103
已定于7月31日召开会议|broken|RK103
7月31日前完成|broken|RK103
7月31日前报县局|broken|RK103
7月底前落实到位|broken|RK103
7月31日之前补签合同|broken|RK103
3个月内完成|broken|RK103
务必于7月31日前整改完毕|broken|RK103
需在7月31日前提交材料|broken|RK103
7月31日应完成|broken|RK103
7月31日必须完成|broken|RK103
7月31日能够完成|broken|RK103
7月31日拟召开党委会|broken|RK103
7月31日到期|broken|RK103
继续整改，7月31日完成|broken|RK103
下一步：7月31日召开推进会|broken|RK103
下步打算7月31日组织培训|broken|RK103
完成日期：7月31日|broken|RK103
7月31日流标|broken|RK101
7月31日验收不合格|broken|RK101
7月31日验收未通过|broken|RK101
拟于10月中旬完成|due|RK101
计划12月底前完成采购|due|RK101
10月15日前完成验收|due|RK101
预计2025年12月竣工|due|RK101
明年3月底前完成|due|RK101
2026年1月底前完成|due|RK101
最迟10月31日办结|due|RK101
将于10月15日召开专题会|due|RK101
须于10月31日前上报|due|RK101
已申请延期到10月31日|due|RK101
拟于9月28日召开|due|RK101
拟于9月21日召开|broken|RK103
7月31日完成80%|broken|RK101
7月31日并未召开|broken|RK101
7月31日会议没开成|broken|RK101
7月31日会议未能召开|broken|RK101
7月31日前完不成|broken|RK101
未能在7月31日前完成|broken|RK101
没有在7月31日前完成|broken|RK101
未于7月31日前完成|broken|RK101
未按7月31日时限完成|broken|RK101
7月31日无法完成|broken|RK101
7月31日前可全部完成|broken|RK103
估计7月31日能完成|broken|RK103
原则上7月31日完成|broken|RK103
最晚7月31日交付|broken|RK103
打算7月31日召开|broken|RK103
约定7月31日还清|broken|RK103
合同约定7月31日交货|broken|RK103
时间节点：7月31日|broken|RK103
计划完成时间：7月31日|broken|RK103
预计完成日期7月31日|broken|RK103
整改期限至7月31日|broken|RK103
限期至7月31日|broken|RK103
同意延期至8月29日|broken|RK103
经批准延期至8月29日|broken|RK103
改到8月15日召开|broken|RK103
待资金到位后，7月31日前完成|due+broken|RK101+RK103
已列入7月31日前完成事项|broken|RK103
计划7月31日完成，因资金不足推迟到10月31日|broken+due|RK101+RK103
计划7月31日完成，已于8月5日申请延期|broken+kept+due|RK101+RK103
计划7月31日完成5项，已完成3项|broken|RK103
拟于7月31日前完成12户，已完成8户|broken|RK103
拟于7月底前完成验收，已完成初稿|broken|RK103
7月31日到期，未完成|broken+due|RK101
7月31日完成主体，尚未验收|kept+due|RK101
7月31日完成招标，8月15日签订合同，预计10月底交付|kept+kept+due|RK101
已完成招标，7月31日前完成安装|broken|RK103
8月已完成2所，其余3所12月底前完成|kept+due|RK101
已完成3项，剩余2项于10月底前完成|due|RK101
12条县道已完成；2条县道继续整改，2025年11月30日前完成|due|RK101
待7月31日审计结束后开展|broken|RK103
8月29日前腾退到位|broken|RK103
请于8月15日前报送整改报告|broken|RK103
务请8月15日前反馈|broken|RK103
由后勤科负责，8月15日前完成维修|broken|RK103
责任人张三，完成时限8月15日|broken|RK103
整改措施：8月15日前完成维修|broken|RK103
计划分三批，7月31日前完成首批|broken|RK103
拟分两步走，7月31日完成第一步|due+broken|RK101+RK103
新采购的设备预计10月底到货|due|RK101
10月中旬组织验收|due|RK118
2025.7.31前完成|broken|RK103
7月底之前完成|broken|RK103
七月底前完成|broken|RK103
七月三十一日前完成|broken|RK103
7月31号之前搞定|broken|RK103
7月底前要把账理清|broken|RK103
8月底搞定不了|broken|RK101
8月底完成不了|broken|RK101
8月底还没完成|broken|RK101
到8月底仍然没有到位|broken|RK101
7月底就该完成|broken|RK103
本应7月31日完成|broken|RK103
原计划7月31日完成，至今未完成|broken+due|RK101+RK103
原定7月31日验收，因故取消|broken|RK103
原定于7月31日召开的会议推迟|broken|RK101
7月31日的验收取消了|broken|RK101
拟7月31日前印发|broken|RK103
预计7月|broken|RK103
计划7月|broken|RK103
计划7月完成|broken|RK103
已纳入2025年8月采购计划|due|
责任人承诺于7月31日前归还全部借款|broken|RK103
县局要求我单位7月31日前整改到位|broken|RK103
按合同7月31日应交货|broken|RK103
合同约定2025年7月31日竣工|broken|RK103
工期至2025年7月31日|due|
交货期2025年7月31日|broken|RK103
7月31日为最后期限|broken|RK103
以7月31日为节点|broken|RK103
7月31日是完成时限|broken|RK103
期限：2025年7月31日|broken|RK103
责任人：张三；完成时限：2025年7月31日|broken|RK103
责任领导：李四，整改时限：2025年7月31日前|broken|RK103
目标任务：7月31日前清退完毕|broken|RK103
下一步工作：8月15日前完成档案整理|broken|RK103
下一步，将于8月15日组织验收|broken|RK103
下步打算：8月15日组织验收|broken|RK103
接下来8月15日组织验收|broken|RK103
8月15日前能完成|broken|RK103
8月15日前应该可以完成|broken|RK103
8月15日左右完成|kept|
大约8月15日完成|broken|RK103
预计于8月中旬左右完成|broken|RK103
8月份准备启动|broken|RK103
8月份准备组织培训|broken|RK103
8月份打算开会研究|broken|RK103
8月拟开展培训|broken|RK103
8月再启动|broken|RK103
拟在八月份开展|broken|RK103
将在今年8月开展|broken|RK103
争取8月份拿到批复|broken|RK103
希望8月份能批下来|broken|RK103
若无意外8月份完成|broken|RK103
视资金情况于8月份启动|broken|RK103
经协商，对方同意8月31日前归还|broken|RK103
对方答应8月31日前归还|broken|RK103
与对方约定8月31日前归还|broken|RK103
对方保证8月31日还清|broken|RK103
已签订还款协议，8月31日前还清|broken|RK103
已签订还款协议，约定8月31日还清|broken|RK103
已下达整改通知书，限8月31日前完成|broken|RK103
已督促施工单位8月31日前复工|broken|RK103
已明确8月31日前完成|broken|RK103
已确定8月31日开标|broken|RK103
已排定8月31日召开|broken|RK103
已通知各村8月31日前上报|broken|RK103
已申请延期至8月31日|broken|RK103
已同意延期至8月31日|broken|RK103
已延期至8月31日|broken|RK103
已推迟到8月31日召开|broken|RK103
已部署8月31日前完成清查|broken|RK103
已启动采购，8月31日前到货|due+broken|RK102+RK103
8月31日前未能完成验收|broken|RK101
8月31日前没能完成|broken|RK101
8月31日开标流标|broken|RK101
8月31日开标，因投标人不足流标|kept|
8月31日完成一半|broken|RK101
8月31日完成率60%|broken|RK101
8月31日仅完成3项|broken|RK101
截至8月31日，仅完成60%|due|RK101
截至8月31日，尚未完成|due|RK101
截至8月31日，有3户未签约|due|RK101
直到8月31日仍未到位|broken|RK101
10月31日前完成，目前已完成80%|due+due|RK101
2026年6月前完成|due|RK101
2025年底前完成|due|RK101
年内完成|due|RK101
今年年底前完成|due|RK101
明年一季度完成|due|RK101
次年3月完成|due|RK101
国庆节前完成|due|RK101
2025年第四季度完成|due|RK118
7月31日尚未完成整改|broken|RK101
7月31日仍未完成|broken|RK101
截止到7月31日尚未完成|due|RK101
7月31日整改未到位|broken|RK101
7月31日还没有完成采购|broken|RK101
7月31日应当完成|broken|RK103
7月31日须完成|broken|RK103
应当在7月31日之前办结|broken|RK103
必须在7月31日之前完成|broken|RK103
计划在2025年7月31日前完成|broken|RK103
要求在2025年7月31日前完成|broken|RK103
安排7月31日召开|broken|RK103
定在7月31日召开|broken|RK103
目标是7月31日前完成|broken|RK103
承诺于7月31日前完成|broken|RK103
限期7月31日完成|broken|RK103
限7月31日完成|broken|RK103
最迟不超过7月31日|broken|RK103
最迟于7月31日完成|broken|RK103
不晚于7月31日完成|broken|RK103
不超过7月31日|broken|RK103
延期到7月31日完成|broken|RK103
延期至7月31日|broken|RK103
延长至7月31日|broken|RK103
推迟到7月31日|broken|RK103
推迟至7月31日|broken|RK103
完成时限:7月31日|broken|RK103
完成时限 7月31日|broken|RK103
完成时间：7月31日|broken|RK103
整改时限：2025年7月31日|broken|RK103
截止时间：7月31日|broken|RK103
截止7月31日|broken|RK103
截止日为7月31日|broken|RK103
7月31日可以完成|broken|RK103
7月31日能完成|broken|RK103
7月31日将完成|broken|RK103
7月31日的验收已取消|broken|RK101
逾期（7月31日）未完成|broken|RK101
7月31日前拟完成|broken|RK103
7月31日未召开会议|broken|RK101
7月31日会议没有召开|broken|RK101
7月31日未通过验收|broken|RK101
7月31日验收没有通过|broken|RK101
没有在7月31日完成|broken|RK101
没能在7月31日完成|broken|RK101
预定7月31日完成|broken|RK103
预期7月31日完成|broken|RK103
待7月31日后完成|broken|RK103
待7月31日会议通过后印发|broken|RK103
7月31日后完成|due|
7月31日以后实施|due|
如无意外7月31日完成|broken|RK103
争取7月31日完成|broken|RK103
力争于7月31日完成|broken|RK103
希望7月31日完成|broken|RK103
准备7月31日召开|broken|RK103
准备在7月31日召开|broken|RK103
打算在7月31日召开|broken|RK103
计划于7月31日召开|broken|RK103
拟7月31日召开|broken|RK103
将7月31日召开|broken|RK103
7月31日召开（拟）|broken|RK103
7月31日完成（计划）|broken|RK103
（计划7月31日完成）|broken|RK103
（7月31日前完成）|broken|RK103
整改措施及时限：7月31日前完成|broken|RK103
2025年7月31日|due|
时间：7月31日|due|
7月31日前|broken|RK103
7月底|due|
7月底前|broken|RK103
至7月31日|due|
到7月31日必须完成|broken|RK103
已按7月31日前完成的要求推进|broken|RK103
已布置7月31日前完成|broken|RK103
已倒排工期，7月31日前完成|broken|RK103
已印发通知，要求7月31日前完成|broken|RK103
7月31日部分完成|broken|RK101
7月31日完成50%|broken|RK101
7月31日完成过半|broken|RK101
7月31日已列入计划|due|
9月底之前务必清零|due|RK101
力保10月底前通水|due|RK101
预估11月可验收|due|RK101
有关部门表示10月会批复|due|RK101
施工方保证8月底完工|broken|RK103
局里定的时间是8月31日|broken|RK103
期限定为8月31日|broken|RK103
8月31日前须上报结果|broken|RK103
8月31日前尽快完成|broken|RK103
8月底前逐步清退|broken|RK103
于8月底前分批退还|broken|RK103
8月底前全面推开|broken|RK103
8月底前争取通过验收|broken|RK103
计划8月完工，实际进度滞后|broken+due|RK101+RK103
8月31日交付，目前未收到货|kept+due|RK101
原定8月31日交付，供应商违约未交货|broken+due|RK101+RK103
8月31日会议因故未开|broken|RK101
8月的培训没搞|broken|RK101
8月底账还没对完|broken|RK101
8月该完成的没有完成|broken|RK101
8月份没有按计划开展|broken|RK101
8月31日仅到位一半资金|broken|RK101
迟迟未动|due|RK101
至今无进展|due|RK101
工作停留在方案阶段|due|RK101
只制定了方案，尚未实施|due|RK101
仅完成前期准备|due|RK101
相关手续尚在办理|due|RK102
材料已报上去，等批|due|RK102
钱还没要回来|due|RK101
欠款未追缴到位|due|RK101
尚欠3.6万元|due|RK101
未形成制度文件|due|RK101
没有建立台账|due|RK101
没有签合同|due|RK101
缺2名医生，正在招聘|due|RK102
合同正在会签|due|RK102
文件待印发|due|RK102
拟出台办法|due|RK101
草案正在讨论|due|RK102
尚需时日|due|RK101
困难较大，短期内难以完成|due|RK101
请求延期至年底|due|RK101
已制定方案未实施|due|RK101
已形成方案，未印发|due|RK101
科室未建立台账|due|RK101
一是召开党组会专题研究，成立工作专班；二是对2019年以来的往来款逐笔清理，已收回11户共计36.8万元，其余4户签订还款协议，约定2025年12月底前还清；三是修订《往来款管理办法》，待职代会通过后印发。|due+due|RK101
一是已与县住建局对接，完成图纸审查；二是施工招标公告已于8月20日发布，9月15日开标；三是预计11月底完成主体施工，明年3月交付使用。|kept+kept+due+due|RK101
镇党委于4月2日召开会议部署，5月底前完成了摸底，6月起每月调度一次。目前12个村中10个村已完成，石桥村、东河村因土地权属争议尚未完成，计划10月底前解决。|kept+kept+kept+broken+due+due+due|RK101
整改期间组织教师学习师德规范2次，签订承诺书86份。7月10日前各班完成自查，7月15日校委会通报了结果。对未按时上交的3名教师进行了约谈。|broken+kept|
因主管单位机构改革，编制批复尚未下达，该项工作暂停，待批复后推进。|due+due+due|RK101
采购流程已走完，设备8月28日到货，9月5日安装调试完毕，9月10日投入使用。|kept+kept+kept|
本院已向区卫健局提交延期整改申请，区卫健局8月30日批复同意延期至2025年12月31日。|kept+due|RK101
该问题涉及历史遗留，需上级统筹解决，我单位已于6月、8月两次书面请示，尚无答复。|kept+kept+due|RK101
8月底前，全部12台超标车辆已封存停驶；车改方案报县机关事务局，还未批复。|kept+due|RK101
档案室改造工程5月10日开工，原定7月底完工，受雨季影响延至9月30日，目前完成工程量的85%。|kept+broken+due+due|RK101+RK103
7月份开展了全面排查，发现隐患23处，整改21处，剩余2处正在整改，9月底前完成。|kept+due+due|RK101+RK102
修订后的《绩效分配办法》拟于下次职代会审议。|due|RK101
对逾期未还的，自8月1日起按日加收滞纳金。|kept|
上述制度自2025年9月1日起施行，原制度同时废止。|kept|
按照县委要求，须在12月底前完成的6项任务已完成4项。|due|RK101
6月底前应收尽收，实际收回率96%。|broken|
未完成原因：资金缺口较大。下一步措施：争取四季度资金到位后立即启动。|due|RK101
班子成员每人联系2个支部，每季度至少参加1次组织生活，二季度已全部落实。|broken|
聘请第三方审计，审计报告预计9月底出具；涉及违规资金13.2万元，已追回10万元，3.2万元正在走诉讼程序。|due+due|RK101+RK102
食堂承包合同8月31日到期，到期后不再续签，已启动新一轮招标。|due|RK102
已于8月15日前将多收费用全部退还学生家长。|kept|
8月15日前已退还102人，其余6人因联系不上暂未退还。|kept+due|RK101
针对8名超龄人员，已与本人谈话，拟于年底前全部清退。|due|RK101
目前正在按程序办理固定资产报废手续，预计需要3个月。|due|RK102
4月完成清查、5月完成公示、6月完成确权登记。|kept+kept+kept|
全部问题已于2025年8月31日前整改到位，无遗留问题，无延期事项。|kept|
拟聘用的3名护士已完成公示，9月1日到岗。|kept|
定于10月10日召开党员大会进行换届选举。|due|RK101
"""
"""Planned, demanded, put off, denied or only half done: phrase | verdicts in order | signals under 已完成."""

UNDATED = """
余款正通过诉讼程序追缴。|due|RK102
该事项延后办理。|due|RK101
法院已受理，择日开庭。|due|RK101
择期组织验收。|due|RK101
系统尚需完善。|due|RK101
目前卡在用地指标上。|due|RK101
目前进度为65%。|due|RK101
已完成投资1200万元，占总投资的60%。|due|RK101
已完成全部12项任务中的9项。|due|RK101
暂未开展|due|RK101
培训尚未开展|due|RK101
没有完成|due|RK101
没有开展|due|RK101
整改没完成|due|RK101
设备未到货|due|RK101
工程未验收|due|RK101
方案还在征求意见|due|RK102
方案仍在征求意见阶段|due|RK102
正在走采购流程|due|RK102
正走采购程序|due|RK102
采购流程还在走|due|RK102
拟修订《财务管理制度》|due|RK101
拟制定管理办法|due|RK101
拟近期召开党委会|due|RK101
等待上级批复|due|RK102
待上级批复|due|RK102
待县财政局批复后实施|due|RK101
剩余2万元未收回|due|RK101
剩余2万元待收回|due|RK101
尚有3户未搬迁|due|RK101
还有2份合同没有签订|due|RK101
申请延期|due|RK101
已申请延期|due|RK101
已向县委巡察办申请延期3个月|due|RK101
该项目搁置|due|RK101
因资金不足暂时搁置|due|RK101
工程已停工|due|RK101
项目进展缓慢|due|RK101
已完成80%|due|RK101
完成工程量的75%|due|RK101
整改进度60%|due|RK101
已完成大部分|due|RK101
完成过半|due|RK101
正在准备招标采购|due|RK102
正在联系验收单位|due|RK102
正在校验数据|due|RK102
其余3件正在调解|due|RK102
还在学习中|due|RK102
二期持续推进中|due|RK102
手续办理中|due|RK102
尚未取得批复|due|RK101
因资金紧张未完成|due|RK101
无法按期完成|due|RK101
暂未开展，拟于7月中旬完成|due+broken|RK101+RK103
已形成方案，正在征求各科室意见|due|RK102
等待县财政局批复|due|RK102
待招标|due|RK102
尚需县级部门审批|due|RK101
部分人员尚未返岗|due|RK101
仍有3户没有搬迁|due|RK101
还差2万元未追回|due|RK101
余款1.5万元尚未退还|due|RK101
项目暂停|due|RK101
项目暂缓实施|due|RK101
因疫情中断|due|RK101
推进缓慢，主要是资金不足|due|RK101
拟申请延期整改|due|RK101
延期申请已报县委巡察办|due|RK101
整改完成率95%|due|RK101
完成七成|due|RK101
已完成约九成|due|RK101
正与施工方协商|due|RK102
正在报批|due|RK102
公示中|due|RK102
目前处于招标阶段|due|RK102
制度正在起草|due|RK102
未取得实质性进展|due|RK101
至今未整改|due|RK101
一直未落实|due|RK101
未按要求整改|due|RK101
没有按时完成|due|RK101
设备没到货|due|RK101
未启动|due|RK101
还没有整改|due|RK101
还没开展|due|RK101
还未拨付|due|RK101
拟新建档案室1间|due|RK101
上半年检查暂未开展|due|RK101
项目检查工作尚未开展|due|RK101
清理工作未完成|due|RK101
核查整改没有完成|due|RK101
尚未整改到位|due|RK101
尚在整改|due|RK102
仍在推进|due|RK102
仍未收回|due|RK101
还没有批复|due|RK101
还没批下来|due|RK101
还没启动|due|RK101
还未签合同|due|RK101
没有启动|due|RK101
没有实施|due|RK101
没有落实|due|RK101
没落实到位|due|RK101
没整改|due|RK101
未见成效|due|RK101
暂缓办理|due|RK101
暂不具备条件|due|RK101
不具备验收条件|due|RK101
因征地问题停滞|due|RK101
项目停工待料|due|RK101
仍需县财政拨付资金|due|RK101
有待进一步落实|due|RK102
有待完善|due|RK102
待完善|due|RK102
待整改|due|RK102
待验收|due|RK102
待审批|due|RK102
待付款|due|RK102
待拨付|due|RK102
待上会研究|due|RK102
待党委会研究后实施|due|RK101
正在研究|due|RK102
正在审批|due|RK102
正在施工中|due|RK102
正在推进|due|RK102
正在整改中|due|RK102
整改正在进行|due|RK102
方案起草中|due|RK102
方案正在修改完善|due|RK102
设备采购中|due|RK102
已进入招标程序|due|RK102
已进入采购程序|due|RK102
已启动招标|due|RK102
准备招标|due|RK101
拟招标|due|RK101
拟更换设备|due|RK101
计划明年实施|due|RK101
计划近期召开会议|due|RK101
即将完成|due|RK101
即将验收|due|RK101
快完成了|due|RK101
基本完成，尚有少量扫尾|due|RK101
部分完成|due|RK101
已完成三分之二|due|RK101
完成进度65%|due|RK101
完成投资的40%|due|RK101
完成了约80%|due|RK101
已收回8万元，剩余2万元正在催收|due|RK102
已收回8万元，剩余2万元计划年底前收回|due|RK101
余下2万元未退|due|RK101
尾款未付|due|RK101
未付清|due|RK101
未补缴|due|RK101
未缴清|due|RK101
未足额拨付|due|RK101
未完全整改|due|RK101
未彻底整改|due|RK101
未真正落实|due|RK101
未全面铺开|due|RK101
还有部分科室未执行|due|RK101
个别人员未签订|due|RK101
3户未搬|due|RK101
"""
"""Not begun, under way, stalled, put off, done in part, without a day of their own."""

INNOCENT = """
已完成全部12项任务中的12项。
完成投资1200万元，占年度计划的120%。
制度尚需进一步完善。
此前推迟实施的项目已完成。
择优招聘3名医师。
对推迟开展的2项检查予以补课，均已完成。
如果7月31日能完成，即申请销号
7月31日前如未还款，将起诉
对7月31日前未完成的科室通报批评
如7月31日前未完成，扣发绩效
对未完成任务的科室通报批评
对尚未整改到位的督促整改
逾期未完成的，扣发当月绩效
凡未签订合同的一律不予付款
排查中没有发现违规问题
排查中尚未发现违规问题
无未完成事项
没有未完成事项
暂未入编人员均签订劳动合同
暂未入编人员12名
未参保人员已全部登记
此前未开展的培训已补课
前期未签订合同3份，现已全部补签
原来未建台账，现已建立
检查发现3户未兑付，已全部兑付
针对“暂未开展”问题
对照《2025年12月底前完成事项清单》逐项自查
合同有效期至2026年12月31日
租赁期限至2027年6月30日
防止问题反弹
杜绝未验收先付款
是否完成验收由财务科核实
因未及时办理审批手续，已对经办人批评教育
如未完成，扣发绩效
不能按期完成的，要说明原因
完成率98%
签约完成率100%
已完成100%
正在使用的设备逐台登记
系统正在运行
年度任务已全部完成
落实“谁主管谁负责”要求
制定学习计划
修订完善采购计划
没有再发生类似问题
未再发现违规报销
未出现新的问题
经核查，未发现违规
目前无新增欠款
做到应收尽收
建立逾期未还款催收机制
对拒不整改的严肃处理
防止未批先建
严禁未经审批用印
明确未完成整改不得评先
凡是没有完成培训的人员不得上岗
将巡察整改纳入年度考核
开展“未病先防”宣传
会议纪要见7月31日文件
扣发未参训人员绩效
清理长期未使用的公章3枚
对3名未履职的人员约谈
处理未及时报销单据12份，已全部入账
检查各科室未整改事项
排查出未签合同3份，均已补签
严格执行未经审批不得支出的规定
对未按时上报的单位进行通报
建立未整改事项台账
针对部分党员未参加学习的问题，组织补学2次
解决了历史遗留未办证问题
补缴了2019年以来未缴的社保费
对未入账资产全部入账
没有违规使用公车
没有超标准接待
未发生安全事故
未突破预算
未超标准
未收到投诉
没有新增
没有遗留
无遗留问题
无未结清款项
不存在未整改问题
已无未完成事项
不再拖欠
待遇发放到位
接待费用下降
期待群众监督
对待群众态度改善
看待问题更加全面
正在运行的设备3台
正在就读学生128名
在建项目全部纳入监管
实行逾期未还自动提醒
明确未报备不得外出
落实首问负责制
自发现之日起5个工作日内移交
审批时限由10个工作日缩短至5个工作日
合同期限三年，至2027年12月31日
聘期至2026年8月
《关于2025年7月底前完成整改的通知》已转发
计划生育政策宣传到位
拟任人选公示
要求全体职工遵守制度
应急预案已修订
延期申请表统一格式
建立延期审批制度
规范延期审批
出台暂停采购供应商管理办法
对停工项目逐一排查
责令停工整改3处
推进缓慢的项目逐个约谈，均已完工
对照要求未发现差距
经自查没有违规发放补贴
未经批准的一律清退
对未按要求佩戴工牌的人员当场提醒
清理未使用账户2个
督促未参训人员补学
没有一人迟到早退
无一例投诉
未成年人保护宣传4场
未来三年规划已印发
待岗人员3名已重新上岗
待产妇女建档率100%
将军路社区已完成改造
计划生育奖励已发放到位
应届毕业生招聘2名
必要性论证已完成
将问题线索移交县纪委
将制度上墙公示
要求干部签订承诺书
规范请销假手续
"""
"""Cases, rules, titles, terms, and what was wrong before: nothing is promised, nothing contradicts."""


def lines(table: str) -> list[str]:
    return table.strip().splitlines()


def rows(table: str) -> list[tuple[str, ...]]:
    """Return the cells of a table; several verdicts or codes of one phrase are joined by a plus."""
    return [tuple(line.replace("+", " ").split("|")) for line in lines(table)]


def verdicts(phrase: str) -> str:
    """Return the verdicts on an open problem, in the order of the text."""
    ledger = load(
        f"[基本信息]\n反馈日期 | 2025-03-18\n[问题台账]\n编号 | 完成程度 | 整改进展\nP001 | 整改中 | {phrase}"
    )
    return " ".join(promise.verdict for promise in judge(find(ledger), ledger, AS_OF))


def signals(phrase: str, finished: str = "") -> str:
    """Return the codes of the signals under 已完成."""
    ledger = load(
        "[基本信息]\n反馈日期 | 2025-03-18\n[问题台账]\n编号 | 完成程度 | 完成日期 | 整改进展\n"
        f"P001 | 已完成 | {finished} | {phrase}"
    )
    [case] = risk_subjects(ledger, AS_OF)
    found = [each for signal in (contradicted, promise_passed, still_at_it, told_ahead) for each in signal(case)]
    return " ".join(sorted({each.code for each in found}))


@pytest.mark.parametrize("phrase", lines(DONE))
def test_what_is_told_as_done_is_kept(phrase: str) -> None:
    """Whether the problem is open or done, and no signal fires."""
    assert set(verdicts(phrase).split()) == {"kept"}
    assert signals(phrase) == ""


@pytest.mark.parametrize(("phrase", "expected", "codes"), [*rows(AHEAD), *rows(UNDATED)])
def test_what_lies_ahead_is_never_kept(phrase: str, expected: str, codes: str) -> None:
    """Its day decides between due and broken; under 已完成 it speaks against the status."""
    assert verdicts(phrase) == expected
    assert signals(phrase) == codes


@pytest.mark.parametrize(("phrase", "codes"), [(row[0], row[2]) for row in (*rows(AHEAD), *rows(UNDATED))])
def test_an_earlier_day_of_completion_changes_nothing(phrase: str, codes: str) -> None:
    """完成日期 30 May keeps nothing that was promised for a later month, and no word that something is not done."""
    assert signals(phrase, finished="2025-05-30") == codes


@pytest.mark.parametrize("phrase", lines(INNOCENT))
def test_innocent_phrases_alarm_nobody(phrase: str) -> None:
    """They give no commitment and no signal."""
    assert verdicts(phrase) == ""
    assert signals(phrase) == ""


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("每年7月底前完成考核", "due"),
        ("每月5日前报送报表", "broken"),
        ("每学期考核一次", "broken"),
        ("实行周检查、月评比", "broken broken"),
    ],
)
def test_a_day_of_every_year_is_a_rhythm(phrase: str, expected: str) -> None:
    """It binds no single day, and speaks against no status."""
    assert verdicts(phrase) == expected
    assert signals(phrase) == ""


def test_the_corpus_is_large_enough() -> None:
    """More than five hundred phrases, each once."""
    phrases = [*lines(DONE), *(row[0] for row in (*rows(AHEAD), *rows(UNDATED))), *lines(INNOCENT)]
    assert len(phrases) == len(set(phrases)) >= 500
